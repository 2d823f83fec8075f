import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CoverageFacts, uncovered } from '../../../server/review/coverage.ts';

const s = (startAt: number, endAt: number, device = 'dev_a') => ({
  ...{ startAt: startAt * 1_000, endAt: endAt * 1_000, device },
});
const facts = (change: Partial<CoverageFacts>): CoverageFacts => ({
  due: [s(0, 100)],
  verified: [],
  announced: [],
  explained: [],
  until: 1_000_000,
  ...change,
});
const gaps = (change: Partial<CoverageFacts>) =>
  uncovered(facts(change)).map(({ startAt, endAt, cause }) => [startAt / 1_000, endAt / 1_000, cause]);

describe('uncovered', () => {
  test('nothing, when segments meet within half a second', () => {
    expect(gaps({ verified: [s(0, 10.2), s(10.6, 50), s(49, 99.8)] })).toEqual([]);
  });

  test('holes at the beginning, in the middle and at the end', () => {
    expect(gaps({ verified: [s(5, 40), s(60, 90)] })).toEqual([
      [0, 5, 'unexplained'],
      [40, 60, 'unexplained'],
      [90, 100, 'unexplained'],
    ]);
  });

  test('the cause comes from what the kiosk signed; the sliver beside it belongs to it', () => {
    const explained = [{ ...s(40.2, 60), cause: 'camera-lost' as const }];
    expect(gaps({ verified: [s(0, 40), s(60.3, 100)], explained })).toEqual([[40, 60.3, 'camera-lost']]);
  });

  test('a hole with two causes is two stretches', () => {
    const explained = [{ ...s(20, 30), cause: 'disk-full' as const }];
    expect(gaps({ verified: [s(0, 20), s(50, 100)], explained })).toEqual([
      [20, 30, 'disk-full'],
      [30, 50, 'unexplained'],
    ]);
  });

  test('a signed gap is one even where a segment claims to cover it', () => {
    const explained = [{ ...s(24, 26), cause: 'stalled' as const }];
    expect(gaps({ verified: [s(0, 20), s(20, 30), s(30, 100)], explained })).toEqual([[24, 26, 'stalled']]);
  });

  test('what a second kiosk filmed while the first was off stays, and so does the gap of what it did not film', () => {
    const explained = [{ ...s(20, 100), cause: 'machine-off' as const }];
    const second = s(30, 100, 'dev_b');
    expect(gaps({ verified: [s(0, 20), second], explained })).toEqual([[20, 30, 'machine-off']]);
  });

  test('film in slivers is none, however near they lie; nor is it by what nobody could tell from seams', () => {
    const slivers = Array.from({ length: 200 }, (_, i) => s(i / 2, i / 2 + 0.001));
    const missing = uncovered(facts({ verified: slivers })).reduce(
      (sum, one) => sum + one.endAt - one.startAt,
      0,
    );
    expect(missing).toBe(99_800);
  });

  test('thousands of signed gaps in one hole are told in a moment', () => {
    const explained = Array.from({ length: 20_000 }, (_, i) => ({
      ...s(i / 200, i / 200 + 10),
      cause: i % 2 === 0 ? ('stalled' as const) : ('disk-full' as const),
    }));
    const startedAt = performance.now();
    expect(gaps({ explained }).at(-1)?.[1]).toBe(100);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test('a segment that is announced and not here is not uploaded', () => {
    expect(gaps({ verified: [s(0, 20)], announced: [s(20, 30)] })).toEqual([
      [20, 30, 'not-uploaded'],
      [30, 100, 'unexplained'],
    ]);
  });

  test('time to come is not missing, nor are breaks', () => {
    expect(gaps({ due: [s(0, 40), s(50, 90)], verified: [s(0, 40)], until: 60_000 })).toEqual([
      [50, 60, 'unexplained'],
    ]);
    expect(gaps({ due: [s(0, 40)], until: 0 })).toEqual([]);
  });

  test('what is listed is due, has no video or is a signed gap, and together with the video makes up the due time', () => {
    const stretch = fc
      .tuple(fc.integer({ min: -10, max: 110 }), fc.integer({ min: 1, max: 40 }))
      .map(([from, length]) => s(from, from + length));
    const explained = fc.array(
      stretch.map((one) => ({ ...one, cause: 'stalled' as const })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(
        fc.array(stretch, { maxLength: 8 }),
        fc.array(stretch, { maxLength: 4 }),
        explained,
        (verified, announced, because) => {
          const found = uncovered(facts({ verified, announced, explained: because }));
          for (let second = 0; second < 100; second += 1) {
            const at = second * 1_000 + 500;
            const covers = (one: { startAt: number; endAt: number }) => one.startAt <= at && at < one.endAt;
            const isShown = verified.some(covers) && !because.some(covers);
            expect(found.filter(covers)).toHaveLength(isShown ? 0 : 1);
          }
        },
      ),
    );
  });
});
