import { describe, expect, it } from 'vitest';
import { linePath, stepPath, upperEdge } from '../../../server/ui/presence-curve.ts';

const plot = { axis: { startAt: 0, endAt: 100 }, width: 200, height: 50, most: 10 };

describe('the presence curve', () => {
  it('has a round upper edge above everything drawn', () => {
    expect([[], [1], [9], [10], [12, 40], [60], [480]].map(upperEdge)).toEqual([2, 2, 10, 15, 50, 80, 500]);
  });

  it('joins the looks', () => {
    const looks = [
      { at: 0, count: 10 },
      { at: 50, count: 0 },
    ];
    expect(linePath(plot, looks)).toBe('M0.0 0.0L100.0 50.0');
    expect(linePath(plot, [])).toBe('');
  });

  it('keeps a count until the next moment; who came before the axis begins is there from its beginning', () => {
    const steps = [
      { at: -20, count: 3 },
      { at: -10, count: 4 },
      { at: 50, count: 5 },
      { at: 95, count: 6 },
    ];
    expect(stepPath(plot, steps, 90)).toBe('M0.0 30.0L100.0 30.0L100.0 25.0L180.0 25.0');
  });

  it('is flat at nothing while nobody has come', () => {
    expect(stepPath(plot, [], 50)).toBe('M0.0 50.0L100.0 50.0');
  });
});
