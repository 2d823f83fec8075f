import { rmSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import type { DeviceState } from '../../../sync/base/device-state.ts';
import { minute, nine } from '../../helpers/sample-plan.ts';
import { gap, RecordedRoom, second } from './recorded-room.ts';

const end = nine + 90 * minute;

let room: RecordedRoom;
beforeEach(() => {
  room = new RecordedRoom();
});

test.each<[NonNullable<DeviceState['fault']>, string]>([
  ['stalled', 'stalled'],
  ['lost', 'camera-lost'],
  ['died', 'process-died'],
])('a camera that is %s', async (fault, cause) => {
  await room.film(nine, nine + 10 * minute);
  room.store.clock.advanceTo(nine + 10 * minute + 3 * second);
  room.camera.breakDown('out of order', nine + 10 * minute + 3 * second, fault);
  await room.passTo(nine + 12 * minute + second);
  room.camera.recover(nine + 12 * minute + second);
  await room.film(nine + 12 * minute, end);
  expect(room.gaps()).toEqual([gap(nine + 10 * minute, nine + 12 * minute, cause)]);
});

test('a hole is cut where its cause changes', async () => {
  const at = (minutes: number) => nine + minutes * minute;
  await room.film(nine, at(10));
  await room.passTo(at(10) + 3 * second);
  room.camera.breakDown('no bytes', at(10) + 3 * second, 'stalled');
  await room.passTo(at(11));
  room.camera.breakDown('cannot be reached', at(10) + 3 * second, 'lost');
  await room.passTo(at(12));
  room.recorder.pauseByAdmin('消防演习');
  await room.passTo(at(14));
  room.recorder.resumeByAdmin();
  await room.passTo(at(16));
  room.restart(at(20), 'another-boot');
  await room.passTo(at(20));
  room.camera.recover(at(20) + 2 * second);
  await room.film(at(20) + 2 * second, at(22));
  expect(room.gaps()).toEqual([
    gap(at(10), at(11), 'stalled'),
    gap(at(11), at(12), 'camera-lost'),
    gap(at(12), at(14), 'admin-stopped'),
    // Up to its last record the earlier run lived, and the camera was still lost.
    gap(at(14), at(16), 'camera-lost'),
    gap(at(16), at(20) + 2 * second, 'machine-off'),
  ]);
});

test('video that never comes back is a gap to the end, written down while it lasts', async () => {
  await room.film(nine, nine + 60 * minute);
  room.camera.breakDown('the camera cannot be reached', nine + 60 * minute);
  for (let at = nine + 60 * minute; at < end; at += 10 * second) await room.passTo(at);
  // Up to here nothing can come any more; a minute later the next gap is due.
  expect(room.gapRecords().at(-1)?.end_at).toBeGreaterThan(end - 2 * minute);
  await room.passTo(end);
  await room.passTo(end + 21 * second);
  expect(room.gaps()).toEqual([gap(nine + 60 * minute, end, 'camera-lost')]);
  expect(room.gapRecords().length).toBeLessThanOrEqual(30);
});

test('a camera that was lost before the lesson began', async () => {
  room = new RecordedRoom(nine - 10 * minute);
  room.camera.breakDown('the camera cannot be reached', nine - 9 * minute);
  await room.passTo(nine + second);
  room.camera.recover(nine + minute + second);
  await room.film(nine + minute, nine + 2 * minute);
  expect(room.gaps()).toEqual([gap(nine, nine + minute, 'camera-lost')]);
});

test('holes of half a second and less are how cameras are', async () => {
  await room.passTo(nine + minute);
  room.camera.giveSegment(nine, nine + 30 * second);
  room.camera.giveSegment(nine + 30 * second + 500, nine + minute);
  room.camera.giveSegment(nine + minute + 501, nine + 2 * minute);
  await room.recorder.settled();
  expect(room.gaps()).toEqual([gap(nine + minute, nine + minute + 501, 'stalled')]);
});

test('a hole within a file is a gap, and its ends are those of the hole', async () => {
  await room.passTo(nine + minute);
  const hole = { startAt: nine + 20 * second, endAt: nine + 22 * second };
  const tiny = { startAt: nine + 30 * second, endAt: nine + 30 * second + 500 };
  room.camera.giveSegment(nine, nine + minute, [hole, tiny]);
  await room.film(nine + minute, nine + 2 * minute);
  expect(room.gaps()).toEqual([gap(hole.startAt, hole.endAt, 'stalled')]);
  expect(room.kept()).toHaveLength(2);
});

test('a segment that cannot be kept is a gap, and recording goes on', async () => {
  await room.film(nine, nine + minute);
  await room.passTo(nine + 2 * minute);
  rmSync(room.camera.giveSegment(nine + minute, nine + 2 * minute));
  await room.film(nine + 2 * minute, nine + 3 * minute);
  expect(room.gaps()).toEqual([gap(nine + minute, nine + 2 * minute, 'file-damaged')]);
});

test('a long hole that no trouble explains is video that was made and never came', async () => {
  await room.film(nine, nine + minute);
  await room.film(nine + minute + 30 * second, nine + 3 * minute);
  expect(room.gaps()).toEqual([gap(nine + minute, nine + minute + 30 * second, 'file-damaged')]);
});
