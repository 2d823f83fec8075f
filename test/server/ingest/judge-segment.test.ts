import { describe, expect, test } from 'vitest';
import { judgeSegment } from '../../../server/ingest/judge-segment.ts';

const now = 1_800_000_000_000;
const segment = {
  lesson: 'les_1',
  session: 'ses_1',
  camera: 'room' as const,
  sha256: 'a'.repeat(64),
  sizeBytes: 1_000,
  initBytes: 100,
  startAt: now - 10_000,
  endAt: now,
};
const judge = (
  change: Partial<typeof segment> & { wall?: number },
  rivals: Parameters<typeof judgeSegment>[1]['rivals'] = [],
) => {
  const { wall = change.endAt ?? segment.endAt, ...data } = change;
  return judgeSegment({ ...segment, ...data }, { wall, receivedAt: now, rivals });
};

describe('times', () => {
  test.each([
    ['as recorded', {}],
    ['as long as a segment may be', { startAt: now - 15_000 }],
    ['recorded at the next start, minutes after a crash', { wall: now + 15 * 60_000 }],
    ['days old, for video may come late', { startAt: 1_000, endAt: 6_000 }],
    ['from a clock that runs two minutes ahead', { startAt: now + 115_000, endAt: now + 120_000 }],
  ])('%s: believed', (_name, change) => expect(judge(change)).toBeUndefined());

  test.each([
    ['ends when it begins', { startAt: now }],
    ['ends before it begins', { startAt: now + 1 }],
    ['is longer than a segment can be', { startAt: now - 15_001 }],
    ['was received before it was filmed', { startAt: now + 115_000, endAt: now + 120_001 }],
    ['is all header', { initBytes: 1_000 }],
    ['is of another hour than its record', { wall: now + 15 * 60_000 + 1 }],
    ['is of a time after its record', { wall: now - 120_001 }],
  ])('%s: not believed', (_name, change) => expect(judge(change)).toBe('segment-times-wrong'));
});

describe('doubles', () => {
  const other = 'b'.repeat(64);
  test.each([
    ['the same bytes at another time', { sha256: segment.sha256, startAt: 0, endAt: 5_000 }],
    ['other bytes at the same time', { ...segment, sha256: other }],
    ['an overlap', { sha256: other, startAt: now - 20_000, endAt: now - 10_000 + 501 }],
  ])('%s', (_name, rival) => expect(judge({}, [rival])).toBe('segment-doubled'));

  test('segments that meet, with half a second to spare, are no doubles', () => {
    const before = { sha256: other, startAt: now - 20_000, endAt: now - 10_000 + 500 };
    expect(judge({}, [before, { sha256: other, startAt: now, endAt: now + 10_000 }])).toBeUndefined();
  });
});
