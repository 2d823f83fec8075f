import { beforeEach, expect, test } from 'vitest';
import { DiskForecast } from '../../../kiosk/recording/disk-forecast.ts';
import { minute, nine } from '../../helpers/sample-plan.ts';
import { RecordedRoom, second } from './recorded-room.ts';

const end = nine + 90 * minute;
const reserve = 1_000_000;

let room: RecordedRoom;
let freeBytes: number | undefined;
let forecast: DiskForecast;

beforeEach(() => {
  room = new RecordedRoom(nine - 10 * minute);
  const { db, clock, plans } = room.store;
  freeBytes = undefined;
  const limits = { videoReserveBytes: reserve };
  forecast = new DiskForecast({ db, clock, plans, limits, freeBytes: () => freeBytes });
});

/** What it says of so much free space, looked at anew. */
function saysOf(bytes: number | undefined): boolean | null {
  freeBytes = bytes;
  room.store.clock.advance(11 * second);
  return forecast.holdsNextLesson;
}

test('until anything was recorded a lesson is reckoned at 4 Mbit/s', () => {
  expect(saysOf(undefined)).toBeNull();
  const needed = 90 * 60 * 500_000;
  expect(saysOf(reserve + needed - 1)).toBe(false);
  expect(saysOf(reserve + needed)).toBe(true);
});

test('then by what recent video took, for what is left of the lesson', async () => {
  await room.film(nine, nine + 10 * minute);
  const row = room.store.db.prepare('SELECT sum(size_bytes) AS n FROM segments').get() as { n: number };
  const leftMs = end - room.store.clock.now() - 11 * second;
  const needed = (row.n / (10 * minute)) * leftMs;
  expect(saysOf(reserve + Math.ceil(needed))).toBe(true);
  const lessLeft = (row.n / (10 * minute)) * (leftMs - 11 * second);
  expect(saysOf(reserve + Math.floor(lessLeft) - 1)).toBe(false);
});

test('what may be deleted counts as room, what has no receipt never', async () => {
  await room.film(nine, nine + 10 * minute);
  const [first, ...others] = room.segments.onDisk();
  for (const sha256 of others) room.segments.settle(sha256, 'received', 'receipt', nine);
  room.segments.settle(first!, 'received', null, nine);
  const size = room.store.db.prepare('SELECT size_bytes AS n FROM segments').get() as { n: number };
  const { clock, plans } = room.store;
  const nextDay = plans.all()[0]!;
  const periods = nextDay.periods.map((p) => ({
    ...p,
    startAt: p.startAt + 2 * 24 * 60 * minute,
    endAt: p.endAt + 2 * 24 * 60 * minute,
  }));
  room.store.adopt({ ...nextDay, version: 2, periods });
  const needed = Math.ceil((size.n / minute) * 90 * minute);
  // Within its retention of a day nothing may go.
  expect(saysOf(reserve + needed - 9 * size.n)).toBe(false);
  clock.advance(25 * 60 * minute);
  expect(saysOf(reserve + needed + 1 - 9 * size.n)).toBe(true);
  expect(saysOf(reserve + needed - 10 * size.n)).toBe(false);
});

test('with no lesson to come, any disk will do', () => {
  room.store.clock.advanceTo(end + minute);
  expect(saysOf(0)).toBe(false);
  expect(saysOf(reserve)).toBe(true);
});
