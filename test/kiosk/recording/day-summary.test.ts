import { expect, test } from 'vitest';
import { summariseDay } from '../../../kiosk/recording/day-summary.ts';
import { minute, nine } from '../../helpers/sample-plan.ts';
import { RecordedRoom, second } from './recorded-room.ts';

const day = '2026-03-02';

test('a day’s lessons: what is on video, what is not and why, and what was paused', async () => {
  const room = new RecordedRoom();
  const { db, plans } = room.store;
  const summary = (now = room.store.clock.now()) => summariseDay(db, plans.all(), { day, now });
  await room.film(nine, nine + 10 * minute);
  room.recorder.pauseByAdmin('消防演习');
  await room.passTo(nine + 12 * minute);
  room.recorder.resumeByAdmin();
  await room.passTo(nine + 13 * minute);
  room.camera.giveSegment(nine + 12 * minute + 400, nine + 13 * minute, [
    { startAt: nine + 12 * minute + 10 * second, endAt: nine + 12 * minute + 12 * second },
  ]);
  await room.recorder.settled();
  const [morning, ...others] = summary().lessons;
  expect(others).toEqual([]);
  expect(morning).toEqual({
    class: 'cls_a',
    title: '岗前培训一班',
    session: 'ses_am',
    startAt: nine,
    endAt: nine + 90 * minute,
    required: true,
    wantedMs: 13 * minute,
    coveredMs: 13 * minute - 2 * minute - 400 - 2 * second,
    pausedMs: 2 * minute,
    gaps: [
      { startAt: nine + 10 * minute, endAt: nine + 12 * minute + 400, cause: 'admin-stopped' },
      {
        startAt: nine + 12 * minute + 10 * second,
        endAt: nine + 12 * minute + 12 * second,
        cause: 'stalled',
      },
    ],
  });
  expect(summariseDay(db, plans.all(), { day: '2026-03-03', now: nine }).lessons).toEqual([]);
});

test('the break between two periods is not wanted; a practice that was recorded is shown', async () => {
  const room = new RecordedRoom();
  const { db, plans } = room.store;
  await room.film(nine, nine + 90 * minute);
  await room.passTo(nine + 275 * minute);
  room.recorder.startByAdmin();
  await room.film(nine + 275 * minute, nine + 280 * minute);
  const { lessons } = summariseDay(db, plans.all(), { day, now: room.store.clock.now() });
  expect(lessons.map(({ required, wantedMs, coveredMs }) => [required, wantedMs, coveredMs])).toEqual([
    [true, 80 * minute, 80 * minute],
    [false, 5 * minute, 5 * minute],
  ]);
});
