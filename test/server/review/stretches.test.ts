import { expect, test } from 'vitest';
import { faultyStretches, pausedStretches } from '../../../server/review/stretches.ts';
import type { PauseRow, PictureFaultRow } from '../../../server/storage/lesson-store.ts';

const row = { record_id: 1, class_id: 'cls_1', session: 'ses_am', lesson: 'les_1', device: 'dev_a' };
const pause = (event: PauseRow['event'], at: number, reason: string | null = null): PauseRow => ({
  ...row,
  event,
  at,
  reason,
});
const picture = (
  fault: PictureFaultRow['fault'],
  event: PictureFaultRow['event'],
  since: number,
  at: number,
): PictureFaultRow => ({ ...row, camera: 'room', fault, event, since, at });
const until = { lessons: [], latest: 1_000 };

test('a pause lasts until it is resumed, with the reason that was given', () => {
  const rows = [pause('paused', 100, '消防演练'), pause('resumed', 160), pause('paused', 300, '换教室')];
  expect(pausedStretches(rows, until)).toEqual([
    { startAt: 100, endAt: 160, reason: '消防演练' },
    { startAt: 300, endAt: 1_000, reason: '换教室' },
  ]);
});

test('what nobody ended ends with its lesson, not with another one', () => {
  const stop = { event: 'stopped' as const };
  const lessons = [
    { lesson: 'les_0', at: 350, ...stop },
    { lesson: 'les_1', at: 50, ...stop },
    { lesson: 'les_1', at: 400, ...stop },
  ];
  expect(pausedStretches([pause('paused', 300, '换教室')], { lessons, latest: 1_000 })).toEqual([
    { startAt: 300, endAt: 400, reason: '换教室' },
  ]);
});

test('paused twice is paused from the first time; resumed without a pause is nothing', () => {
  const rows = [
    pause('resumed', 50),
    pause('paused', 100, 'a'),
    pause('paused', 120, 'b'),
    pause('resumed', 130),
  ];
  expect(pausedStretches(rows, until)).toEqual([{ startAt: 100, endAt: 130, reason: 'a' }]);
});

test('a fault of the picture begins where it began, not where it was noticed; faults are told apart', () => {
  const rows = [
    picture('black', 'began', 100, 120),
    picture('frozen', 'began', 110, 135),
    picture('black', 'ended', 100, 200),
  ];
  expect(faultyStretches(rows, until)).toEqual([
    { startAt: 100, endAt: 200, fault: 'black', noticedAt: 120 },
    { startAt: 110, endAt: 1_000, fault: 'frozen', noticedAt: 135 },
  ]);
});

test('what ends before it began, or goes on before it was paused, has not ended', () => {
  const faults = [picture('black', 'began', 100, 120), picture('black', 'ended', 100, 90)];
  expect(faultyStretches(faults, until)).toEqual([
    { startAt: 100, endAt: 1_000, fault: 'black', noticedAt: 120 },
  ]);
  expect(pausedStretches([pause('paused', 100, '换教室'), pause('resumed', 99)], until)).toEqual([
    { startAt: 100, endAt: 1_000, reason: '换教室' },
  ]);
});

test('no other kiosk ends a fault or a pause', () => {
  const other = { device: 'dev_b' };
  expect(
    faultyStretches(
      [picture('black', 'began', 100, 120), { ...picture('black', 'ended', 100, 130), ...other }],
      until,
    ),
  ).toMatchObject([{ startAt: 100, endAt: 1_000 }]);
  expect(
    pausedStretches([pause('paused', 100), { ...pause('resumed', 110), ...other }], until),
  ).toMatchObject([{ startAt: 100, endAt: 1_000 }]);
});
