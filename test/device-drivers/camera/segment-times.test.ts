import { expect, it } from 'vitest';
import { segmentTimes } from '../../../device-drivers/camera/segment-times.ts';

const fragment = (startMs: number, ...picturesMs: number[]) => ({
  startByte: 0,
  endByte: 0,
  startMs,
  picturesMs,
});
const soundOnly = { startByte: 0, endByte: 0, picturesMs: [] };
const zeroAt = 1_795_000_000_000;

it('are those of the first and the last picture', () => {
  const times = segmentTimes(
    [fragment(5_000.4, 40, 40, 920), soundOnly, fragment(6_000.4, 500, 500)],
    zeroAt,
  );
  expect(times).toEqual({ startAt: zeroAt + 5_000, endAt: zeroAt + 7_000, whole: true });
});

it('keep a short stop inside the segment', () => {
  expect(segmentTimes([fragment(0, 40, 2_900), fragment(2_940, 40)], zeroAt)?.endAt).toBe(zeroAt + 2_980);
});

it('do not cover a picture that stood through a stall, nor what follows', () => {
  const times = segmentTimes([fragment(0, 40, 5_000, 40), fragment(5_080, 1_000)], zeroAt);
  expect(times).toEqual({ startAt: zeroAt, endAt: zeroAt + 40, whole: false });
});

it('do not cover a hole between fragments', () => {
  const times = segmentTimes([fragment(0, 500, 500), fragment(3_601_000, 500)], zeroAt);
  expect(times).toEqual({ startAt: zeroAt, endAt: zeroAt + 1_000, whole: false });
});

it('are unknown without a picture', () => {
  expect(segmentTimes([soundOnly], zeroAt)).toBeUndefined();
});
