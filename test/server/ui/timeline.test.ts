import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  axisOf,
  bandOf,
  bandsOn,
  clipped,
  coveredPercent,
  instantAtFraction,
  lanesOf,
  mergeSpans,
  percentOf,
  ticksOf,
} from '../../../server/ui/timeline.ts';

const minute = 60_000;
const start = Date.parse('2026-11-21T08:30:00+08:00');
const axis = { startAt: start, endAt: start + 100 * minute };

describe('an axis', () => {
  it('holds the session and what happened near it, with a margin of a minute', () => {
    const session = { startAt: start, endAt: start + 60 * minute };
    expect(axisOf(session, [start - 15 * minute, start + 70 * minute])).toEqual({
      startAt: start - 16 * minute,
      endAt: start + 71 * minute,
    });
  });

  it('leaves out instants that are far from the session', () => {
    const session = { startAt: start, endAt: start + 60 * minute };
    expect(axisOf(session, [start - 300 * minute]).startAt).toBe(start - minute);
  });

  it('maps instants to percent and clicks back to the same instants', () => {
    fc.assert(
      fc.property(fc.integer({ min: axis.startAt, max: axis.endAt }), (instant) => {
        expect(instantAtFraction(axis, percentOf(axis, instant) / 100)).toBe(instant);
      }),
    );
  });

  it('holds what lies outside at its ends', () => {
    expect(percentOf(axis, start - minute)).toBe(0);
    expect(percentOf(axis, start + 101 * minute)).toBe(100);
    expect(instantAtFraction(axis, 1.2)).toBe(axis.endAt);
  });
});

describe('bands', () => {
  it('are cut at the ends of the axis', () => {
    expect(bandOf(axis, { startAt: start + 25 * minute, endAt: start + 75 * minute })).toEqual({
      left: 25,
      width: 50,
    });
    expect(bandOf(axis, { startAt: start - 50 * minute, endAt: start + 10 * minute })).toEqual({
      left: 0,
      width: 10,
    });
  });

  it('are not there for a span outside', () => {
    expect(bandOf(axis, { startAt: start - 9 * minute, endAt: start })).toBeNull();
    expect(bandOf(axis, { startAt: axis.endAt, endAt: axis.endAt + minute })).toBeNull();
  });
});

describe('spans within another', () => {
  it('are cut to it, and those beside it left out', () => {
    const span = (from: number, to: number) => ({ startAt: start + from, endAt: start + to, state: 'x' });
    expect(clipped([span(0, 10), span(20, 40), span(60, 70)], span(5, 60))).toEqual([
      span(5, 10),
      span(20, 40),
    ]);
  });

  it('are drawn only where they lie on the axis', () => {
    const spans = [
      { startAt: start, endAt: start + 50 * minute },
      { startAt: axis.endAt, endAt: axis.endAt + minute },
    ];
    expect(bandsOn(axis, spans)).toEqual([{ ...spans[0], band: { left: '0%', width: '50%' } }]);
  });
});

describe('ticks', () => {
  it('are round, inside, and far enough apart for their labels', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 200, max: 2000 }),
        (minutes, widthPx) => {
          const span = { startAt: start + 7_000, endAt: start + 7_000 + minutes * minute };
          const ticks = ticksOf(span, widthPx);
          const pxPerMs = widthPx / (span.endAt - span.startAt);
          for (const [i, tick] of ticks.entries()) {
            expect(tick % 15_000).toBe(0);
            expect(tick).toBeGreaterThanOrEqual(span.startAt);
            expect(tick).toBeLessThanOrEqual(span.endAt);
            const before = ticks[i - 1];
            if (before !== undefined) expect((tick - before) * pxPerMs).toBeGreaterThanOrEqual(74);
          }
        },
      ),
    );
  });

  it('stand on the quarter hours of a morning', () => {
    const morning = { startAt: start - 5 * minute, endAt: start + 190 * minute };
    const ticks = ticksOf(morning, 1200);
    expect(ticks[0]).toBe(start);
    expect((ticks[1] ?? 0) - start).toBe(15 * minute);
  });
});

describe('spans of video', () => {
  it('are joined while their state is the same and no hole is between them', () => {
    const span = (from: number, to: number, state: 'verified' | 'damaged') => ({
      startAt: start + from * 1000,
      endAt: start + to * 1000,
      state,
    });
    expect(
      mergeSpans([
        span(0, 10, 'verified'),
        span(10, 20, 'verified'),
        span(20, 30, 'damaged'),
        span(40, 50, 'damaged'),
      ]),
    ).toEqual([span(0, 20, 'verified'), span(20, 30, 'damaged'), span(40, 50, 'damaged')]);
  });

  it('keep the later end when one lies within another', () => {
    const long = { startAt: start, endAt: start + 10_000, state: 'verified' };
    expect(mergeSpans([long, { ...long, endAt: start + 5_000 }])).toEqual([long]);
  });
});

describe('lanes', () => {
  it('keep marks apart that would cover each other', () => {
    expect(lanesOf([10, 10.2, 10.4, 12], 1, 3)).toEqual([0, 1, 2, 0]);
  });

  it('share the lane free for longest when all are taken', () => {
    expect(lanesOf([10, 10.1, 10.2], 1, 2)).toEqual([0, 1, 0]);
  });
});

describe('coverage', () => {
  const session = { startAt: start, endAt: start + 100 * minute };
  const gap = { startAt: start, endAt: start + minute };

  it('is the share of the time so far', () => {
    expect(coveredPercent([session], start + 50 * minute, [gap])).toBe(98);
    expect(coveredPercent([session], start + 500 * minute, [gap])).toBe(99);
  });

  it('says 100 only when nothing is missing', () => {
    expect(coveredPercent([session], session.endAt, [{ startAt: start, endAt: start + 100 }])).toBe(99.9);
    expect(coveredPercent([session], session.endAt, [])).toBe(100);
  });

  it('is unknown before the session, and where nothing is due', () => {
    expect(coveredPercent([session], start - 1, [])).toBeNull();
    expect(coveredPercent([], session.endAt, [])).toBeNull();
  });

  it('does not count the breaks between periods', () => {
    const period = (from: number, to: number) => ({
      startAt: start + from * minute,
      endAt: start + to * minute,
    });
    const missed = period(0, 10);
    expect(coveredPercent([period(0, 10), period(50, 60)], session.endAt, [missed])).toBe(50);
  });
});
