import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leastPresent, meetsPercent } from '../../../server/policy/attendance-threshold.ts';

const totals = fc.integer({ min: 0, max: 2_000 });
const percents = fc.integer({ min: 0, max: 100 });

describe('「以上」 includes the number (rules.md §4.2)', () => {
  test.each([
    [24, 80, 20],
    [30, 70, 21],
    [64, 90, 58],
  ])('of %i periods at %i %% it takes %i', (total, percent, least) => {
    expect(leastPresent(total, percent)).toBe(least);
    expect(meetsPercent(least, total, percent)).toBe(true);
    expect(meetsPercent(least - 1, total, percent)).toBe(false);
  });

  test('the least that is enough is enough, and one fewer is not', () => {
    fc.assert(
      fc.property(totals, percents, (total, percent) => {
        const least = leastPresent(total, percent);
        expect(meetsPercent(least, total, percent)).toBe(true);
        expect(meetsPercent(least - 1, total, percent)).toBe(false);
      }),
    );
  });

  test('it is the exact fraction, as whole numbers know it', () => {
    fc.assert(
      fc.property(totals, totals, percents, (present, total, percent) => {
        const exact = BigInt(present) * 100n >= BigInt(percent) * BigInt(total);
        expect(meetsPercent(present, total, percent)).toBe(exact);
      }),
    );
  });

  test('who was there more often does not do worse', () => {
    fc.assert(
      fc.property(totals, totals, percents, (present, total, percent) => {
        fc.pre(meetsPercent(present, total, percent));
        expect(meetsPercent(present + 1, total, percent)).toBe(true);
      }),
    );
  });
});
