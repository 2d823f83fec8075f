import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { minute, nine } from '../../helpers/sample-plan.ts';
import { gap, RecordedRoom, second } from './recorded-room.ts';

const end = nine + 90 * minute;

let room: RecordedRoom;
beforeEach(() => {
  room = new RecordedRoom();
});

/** What the camera's spool still holds is given out before the camera is opened. */
async function salvage(from: number, to: number): Promise<string> {
  room.camera.state = { state: 'starting', since: 0 };
  room.recorder.tick();
  const file = room.camera.giveSegment(from, to);
  room.camera.recover(room.store.clock.now());
  await room.recorder.settled();
  return file;
}

test('a kiosk that starts in mid-lesson for the first time', async () => {
  room = new RecordedRoom(nine + 7 * minute);
  await room.film(nine + 7 * minute, end);
  expect(room.gaps()).toEqual([gap(nine, nine + 7 * minute, 'machine-off')]);
});

test('a machine that boots in mid-lesson records at once, without a server: the plan is in the store', async () => {
  room = new RecordedRoom(nine - 30 * minute);
  room.restart(nine + 7 * minute, 'another-boot');
  room.recorder.tick();
  expect(room.recorder.current?.session).toBe('ses_am');
  await room.film(nine + 7 * minute + 3 * second, end);
  expect(room.gaps()).toEqual([gap(nine, nine + 7 * minute + 3 * second, 'machine-off')]);
});

test.each([
  ['the program', 'simulated-boot', 'process-died'],
  ['the machine', 'another-boot', 'machine-off'],
])('after a restart of %s the same lesson goes on, and the hole is its', async (_, boot, cause) => {
  await room.film(nine, nine + 10 * minute);
  room.restart(nine + 12 * minute, boot);
  await room.film(nine + 12 * minute, end);
  expect(room.lessons()).toHaveLength(1);
  expect(room.gaps()).toEqual([gap(nine + 10 * minute, nine + 12 * minute, cause)]);
});

test('the machine came up long before the program: it was off, and then the program did not run', async () => {
  await room.film(nine, nine + 10 * minute);
  room.restart(nine + 20 * minute, 'another-boot');
  room.store.clock.advanceTo(nine + 30 * minute);
  room.restart(nine + 30 * minute, room.store.clock.boot);
  // The same, but with no record of the start at minute 20.
  room = new RecordedRoom();
  await room.film(nine, nine + 10 * minute);
  room.store.clock.reboot('another-boot', 10 * minute);
  room.restart(nine + 30 * minute);
  await room.film(nine + 30 * minute, nine + 31 * minute);
  expect(room.gaps()).toEqual([
    gap(nine + 10 * minute, nine + 20 * minute - second, 'machine-off'),
    gap(nine + 20 * minute - second, nine + 30 * minute, 'process-died'),
  ]);
});

test('what a crash left in the spool is kept, and the hole begins where it ends', async () => {
  await room.film(nine, nine + 10 * minute);
  room.restart(nine + 12 * minute);
  await salvage(nine + 10 * minute, nine + 10 * minute + 4 * second);
  await room.film(nine + 12 * minute, nine + 13 * minute);
  expect(room.gaps()).toEqual([gap(nine + 10 * minute + 4 * second, nine + 12 * minute, 'process-died')]);
});

test('also when the lesson is over by then: it is closed, and the rest of it is a gap', async () => {
  await room.film(nine, nine + 10 * minute);
  room.restart(end + 60 * minute, 'another-boot');
  await salvage(nine + 10 * minute, nine + 10 * minute + 4 * second);
  await room.passTo(end + 61 * minute);
  expect(room.covered()).toMatchObject({ b: nine + 10 * minute + 4 * second, n: 11 });
  expect(room.gaps()).toEqual([gap(nine + 10 * minute + 4 * second, end, 'machine-off')]);
  expect(room.lessons()).toEqual([{ stopped_by: 'plan', n: 1 }]);
  room.restart(end + 62 * minute);
  await room.passTo(end + 63 * minute);
  expect(room.gapRecords()).toHaveLength(1);
});

test('a lesson that the machine slept through is a gap all the same', async () => {
  room = new RecordedRoom(nine - 30 * minute);
  room.restart(end + 60 * minute, 'another-boot');
  await room.passTo(end + 60 * minute);
  await room.passTo(end + 61 * minute);
  expect(room.gaps()).toEqual([gap(nine, end, 'machine-off')]);
  expect(room.lessons()).toEqual([]);
  room.restart(end + 62 * minute);
  await room.passTo(end + 63 * minute);
  expect(room.gapRecords()).toHaveLength(1);
});

test('killed after a segment got its name and before its record: it is given again, and kept once', async () => {
  await room.film(nine, nine + minute);
  const file = room.camera.makeFile();
  const { sha256 } = await room.segments.stage(file);
  room.restart(nine + 2 * minute);
  room.recorder.tick();
  const spooled = room.camera.giveFile(file, nine + minute, nine + 2 * minute);
  await room.recorder.settled();
  expect(existsSync(spooled)).toBe(false);
  expect(existsSync(room.segments.fileOf(sha256))).toBe(true);
  expect(room.kept()).toHaveLength(2);
  expect(readdirSync(join(room.store.dir, 'video'))).toHaveLength(2);
  await room.film(nine + 2 * minute, nine + 3 * minute);
  expect(room.gaps()).toEqual([]);
});
