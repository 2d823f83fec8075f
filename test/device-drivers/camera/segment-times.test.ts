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

it('keep a short stop inside the segment, and say where it is', () => {
  const stood = [fragment(0, 40, 2_900), fragment(2_940, 40)];
  expect(segmentTimes(stood, zeroAt)).toEqual({
    startAt: zeroAt,
    endAt: zeroAt + 2_980,
    holes: [{ startAt: zeroAt + 80, endAt: zeroAt + 2_940 }],
    whole: true,
  });
  const missed = [fragment(0, 40, 40), fragment(700, 40, 40), fragment(1_281, 40)];
  expect(segmentTimes(missed, zeroAt)?.holes).toEqual([
    { startAt: zeroAt + 80, endAt: zeroAt + 700 },
    { startAt: zeroAt + 780, endAt: zeroAt + 1_281 },
  ]);
});

it.each([
  ['pictures that are half a second late', [fragment(0, 40, 40), fragment(580, 40, 540, 40)]],
  ['a camera of two pictures a second', [fragment(0, 500, 500), fragment(1_000, 500, 520)]],
])('tell no hole of %s', (_, fragments) => {
  expect(segmentTimes(fragments, zeroAt)).not.toHaveProperty('holes');
});

it('do not cover a picture that stood through a stall, nor what follows', () => {
  const times = segmentTimes([fragment(0, 40, 5_000, 40), fragment(5_080, 1_000)], zeroAt);
  expect(times).toEqual({ startAt: zeroAt, endAt: zeroAt + 80, whole: false });
});

it('do not cover a last picture that stands for others that never came', () => {
  expect(segmentTimes([fragment(0, 40, 40, 40, 40, 2_000)], zeroAt)?.endAt).toBe(zeroAt + 200);
  expect(segmentTimes([fragment(0, 9_000)], zeroAt)?.endAt).toBe(zeroAt + 1_000);
});

it('do not cover a hole between fragments', () => {
  const times = segmentTimes([fragment(0, 500, 500), fragment(3_601_000, 500)], zeroAt);
  expect(times).toEqual({ startAt: zeroAt, endAt: zeroAt + 1_000, whole: false });
});

it('are unknown without a picture', () => {
  expect(segmentTimes([soundOnly], zeroAt)).toBeUndefined();
});
