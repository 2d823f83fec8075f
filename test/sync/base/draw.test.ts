import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawMoments, type Span } from '../../../sync/base/draw.ts';

const minute = 60_000;
const morning = 1_796_000_000_000;

/** Spans one after the other, with breaks between them. */
const spansOf = fc
  .array(
    fc.record({ minutes: fc.integer({ min: 10, max: 120 }), breakMinutes: fc.integer({ min: 0, max: 30 }) }),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((lessons) => {
    let at = morning;
    return lessons.map(({ minutes, breakMinutes }): Span => {
      const span = { startAt: at, endAt: at + minutes * minute };
      at = span.endAt + breakMinutes * minute;
      return span;
    });
  });
const drawing = fc.record({
  seed: fc.string({ maxLength: 64 }),
  label: fc.string({ maxLength: 20 }),
  spans: spansOf,
  count: fc.integer({ min: 0, max: 30 }),
});

/** How far into the spans, breaks left out, in ms. */
function offsetOf(spans: readonly Span[], at: number): number {
  return spans.reduce(
    (sum, { startAt, endAt }) => sum + Math.min(Math.max(at - startAt, 0), endAt - startAt),
    0,
  );
}

test('every moment lies inside a span, a minute from its ends', () => {
  fc.assert(
    fc.property(drawing, (one) => {
      const moments = drawMoments(one);
      expect(moments).toHaveLength(one.count);
      for (const at of moments) {
        const inside = one.spans.some(({ startAt, endAt }) => at >= startAt + minute && at < endAt - minute);
        expect(inside).toBe(true);
      }
    }),
  );
});

test('moments are spread: one in each of as many equal stretches of the spans', () => {
  fc.assert(
    fc.property(drawing, (one) => {
      const inner = one.spans.map(({ startAt, endAt }) => ({
        startAt: startAt + minute,
        endAt: endAt - minute,
      }));
      const total = inner.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0);
      const stretches = drawMoments(one).map((at) => Math.floor((offsetOf(inner, at) * one.count) / total));
      // A moment on the border of two may fall to the one before by the ms that it is rounded by.
      for (const [index, stretch] of stretches.entries()) expect(index - stretch).toBeOneOf([0, 1]);
      expect([...drawMoments(one)].sort((a, b) => a - b)).toEqual(drawMoments(one));
    }),
  );
});

test('the same is drawn again, and another seed or label draws otherwise', () => {
  const spans = [{ startAt: morning, endAt: morning + 90 * minute }];
  const one = { seed: 'a', label: 'photo ses_1', spans, count: 2 };
  expect(drawMoments(one)).toEqual(drawMoments(structuredClone(one)));
  expect(drawMoments({ ...one, seed: 'b' })).not.toEqual(drawMoments(one));
  expect(drawMoments({ ...one, label: 'photo ses_2' })).not.toEqual(drawMoments(one));
  // Both programs, of whatever version, must draw this.
  expect(drawMoments(one)).toEqual([1_796_001_804_141, 1_796_005_209_846]);
});

test('all of the span is drawn, and evenly', () => {
  const span = { startAt: morning, endAt: morning + 42 * minute };
  const tenths = new Array<number>(10).fill(0);
  for (let seed = 0; seed < 5_000; seed += 1) {
    const [at = 0] = drawMoments({ seed: String(seed), label: '', spans: [span], count: 1 });
    tenths[Math.floor((at - span.startAt - minute) / (4 * minute))]! += 1;
  }
  for (const times of tenths) expect(Math.abs(times - 500)).toBeLessThan(110);
});

test('a fraction is the chance of one more', () => {
  const spans = [{ startAt: morning, endAt: morning + 40 * minute }];
  const counts = Array.from(
    { length: 3_000 },
    (_, seed) => drawMoments({ seed: String(seed), label: 'x', spans, count: 2.67 }).length,
  );
  expect(new Set(counts)).toEqual(new Set([2, 3]));
  expect(counts.filter((n) => n === 3).length / counts.length).toBeCloseTo(0.67, 1);
});

test('a span too short for its margins is drawn from its middle; an empty one not at all', () => {
  const short = { startAt: morning, endAt: morning + 100 };
  const [at = 0] = drawMoments({ seed: 's', label: '', spans: [short], count: 1 });
  expect(at).toBeGreaterThanOrEqual(morning + 25);
  expect(at).toBeLessThan(morning + 75);
  expect(drawMoments({ seed: 's', label: '', spans: [{ ...short, endAt: morning }], count: 3 })).toEqual([]);
  expect(drawMoments({ seed: 's', label: '', spans: [], count: 3 })).toEqual([]);
});
