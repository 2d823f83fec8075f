import { beforeEach, expect, test } from 'vitest';
import { minute, nine } from '../../helpers/sample-plan.ts';
import { gap, RecordedRoom, second } from './recorded-room.ts';

const hour = 60 * minute;

let room: RecordedRoom;
beforeEach(async () => {
  room = new RecordedRoom();
  await room.film(nine, nine + 10 * minute, 10 * second);
});

const at = (minutes: number) => nine + minutes * minute;
/** As the camera's driver does: the last piece by the old clock comes first, then the camera is opened anew. */
async function stepClock(byMs: number, lastPieceMs: number): Promise<void> {
  const from = room.store.clock.now();
  room.store.clock.advance(lastPieceMs);
  room.store.clock.jumpWall(byMs);
  room.recorder.tick();
  room.camera.giveSegment(from, from + lastPieceMs);
  room.camera.breakDown('the clock was set', room.store.clock.now(), 'died');
  room.store.clock.advance(2 * second);
  room.camera.recover(room.store.clock.now());
  await room.recorder.settled();
}

test('set forward by half an hour: what it passed over is a gap that says so, and nothing else is', async () => {
  await stepClock(30 * minute, 4 * second);
  const from = room.store.clock.now();
  await room.film(from, from + minute, 10 * second);
  expect(room.gaps()).toEqual([gap(at(10) + 4 * second, from, 'clock-set')]);
  expect(room.kept().at(-1)?.end_at).toBe(from + minute);
});

test('set forward past the end: the lesson ends, and its rest is a gap that says so', async () => {
  await stepClock(2 * hour, 4 * second);
  await room.passTo(room.store.clock.now() + 30 * second);
  expect(room.recorder.current).toBeUndefined();
  expect(room.gaps()).toEqual([gap(at(10) + 4 * second, at(90), 'clock-set')]);
});

test.each([-20, -5])(
  'set back by %s minutes: the same hours come again, and are kept again',
  async (minutes) => {
    await stepClock(minutes * minute, 4 * second);
    const from = room.store.clock.now();
    await room.film(from, from + 2 * minute, 10 * second);
    expect(room.gaps()).toEqual([gap(from - 2 * second, from, 'clock-set')]);
    // Each moment that was filmed is kept, by whichever clock it was filmed.
    const keptMs = room.kept().reduce((sum, { start_at, end_at }) => sum + end_at - start_at, 0);
    expect(keptMs).toBe(10 * minute + 4 * second + 2 * minute);
  },
);

test('set back twice within seconds: both times are accounted for', async () => {
  room.camera.breakDown('the camera cannot be reached', room.store.clock.now());
  await room.passTo(at(10) + 30 * second);
  for (const minutes of [-20, -20]) {
    room.store.clock.jumpWall(minutes * minute);
    room.recorder.tick();
    await room.passTo(room.store.clock.now() + 5 * second);
  }
  room.camera.recover(room.store.clock.now());
  const from = room.store.clock.now();
  await room.film(from, from + 30 * second, 10 * second);
  const lost = room.gaps().reduce((sum, { start_at, end_at }) => sum + end_at - start_at, 0);
  expect(lost).toBe(40 * second);
});

test('set back while the class admin has paused: it stays paused, and is their gap on both sides', async () => {
  room.recorder.pauseByAdmin('消防演习');
  await room.passTo(at(10) + 30 * second);
  room.store.clock.jumpWall(-20 * minute);
  room.recorder.tick();
  await room.passTo(room.store.clock.now() + 30 * second);
  room.recorder.resumeByAdmin();
  const from = room.store.clock.now();
  await room.film(from, from + minute, 10 * second);
  expect(room.gaps()).toEqual([
    gap(at(10), at(10) + 30 * second, 'admin-stopped'),
    gap(at(-10) + 30 * second, from, 'admin-stopped'),
  ]);
});

test('a clock that was wrong when the program started: the machine was off, and then its clock was wrong', async () => {
  room = new RecordedRoom(nine - 10 * hour);
  room.restart(nine - 9 * hour, 'another-boot');
  await room.passTo(nine - 9 * hour + 2 * minute);
  room.store.clock.jumpWall(9 * hour + 20 * minute);
  await room.passTo(at(22));
  await room.film(at(22) + second, at(23), 10 * second);
  expect(room.gaps()).toEqual([gap(nine, at(20), 'machine-off'), gap(at(20), at(22) + second, 'clock-set')]);
});

test('a machine that slept has no wrong clock: it was off', async () => {
  const { clock } = room.store;
  const before = { now: clock.now(), mono: clock.mono() };
  clock.advance(15 * minute);
  clock.mono = () => before.mono + clock.now() - before.now - 15 * minute;
  room.recorder.tick();
  await room.film(at(25) + second, at(26), 10 * second);
  expect(room.gaps()).toEqual([gap(at(10), at(25) + second, 'machine-off')]);
});

test('a clock that drifts was not set', async () => {
  for (let i = 1; i <= 60; i += 1) {
    room.store.clock.jumpWall(50);
    await room.film(at(10) + i * 1_050 - 1_050, at(10) + i * 1_050);
  }
  expect(room.gaps()).toEqual([]);
});
