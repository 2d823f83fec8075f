import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantAt, positionOf, spansOf } from '../../../server/ui/playback.ts';

const start = Date.parse('2026-11-21T08:30:00+08:00');
/** Two segments of 10 s, a hole of 40 s, one more. */
const spans = spansOf([
  { start: 0, duration: 10, programDateTime: start },
  { start: 10, duration: 10, programDateTime: start + 10_000 },
  { start: 20, duration: 10, programDateTime: start + 60_000 },
]);

describe('playlist time and time of day', () => {
  it('agree inside video, both ways', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 29_999 }), (positionMs) => {
        const instant = instantAt(spans, positionMs / 1000);
        expect(instant).not.toBeNull();
        const back = positionOf(spans, instant ?? 0);
        expect(back?.exact).toBe(true);
        expect(back?.positionSec).toBeCloseTo(positionMs / 1000, 3);
      }),
    );
  });

  it('jump over a hole to the next video, and say so', () => {
    expect(instantAt(spans, 20)).toBe(start + 60_000);
    expect(positionOf(spans, start + 30_000)).toEqual({
      positionSec: 20,
      instant: start + 60_000,
      exact: false,
    });
  });

  it('start at the first video when asked for a time before it', () => {
    expect(positionOf(spans, start - 5_000)).toMatchObject({ positionSec: 0, exact: false });
  });

  it('stop just before the end when asked for a time after it', () => {
    expect(positionOf(spans, start + 600_000)).toEqual({
      positionSec: 29.5,
      instant: start + 69_500,
      exact: false,
    });
  });

  it('do not call the rounding between two fragments a hole', () => {
    const rounded = spansOf([
      { start: 0, duration: 9.9, programDateTime: start },
      { start: 9.9, duration: 10, programDateTime: start + 10_000 },
    ]);
    expect(positionOf(rounded, start + 9_950)).toMatchObject({ positionSec: 9.9, exact: true });
  });

  it('never tell a time that lies in the hole', () => {
    expect(instantAt(spans, 19.999)).toBeLessThanOrEqual(start + 20_000);
  });

  it('are unknown without dates', () => {
    expect(spansOf([{ start: 0, duration: 10, programDateTime: null }])).toEqual([]);
    expect(instantAt([], 3)).toBeNull();
    expect(positionOf([], start)).toBeNull();
  });
});
