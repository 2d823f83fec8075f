import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  civilDayAfter,
  civilDayOf,
  daysBetween,
  isCivilDay,
  monthsAfter,
  weekdayOf,
} from '../../../server/policy/civil-day.ts';

const days = fc.integer({ min: -20_000, max: 40_000 }).map((n) => civilDayAfter('2026-01-01', n));

describe('civil days', () => {
  test('2026-11-26 is a Thursday', () => {
    expect(weekdayOf('2026-11-26')).toBe(4);
    expect(weekdayOf('1969-12-28')).toBe(7);
  });

  test.each(['2026-02-30', '2025-02-29', '2026-13-01', '2026-1-1', 'heute', ''])('%s is none', (text) => {
    expect(isCivilDay(text)).toBe(false);
  });

  test('the day of an instant is the one in Asia/Shanghai', () => {
    expect(civilDayOf(Date.parse('2026-11-26T16:00:00Z'))).toBe('2026-11-27');
    expect(civilDayOf(Date.parse('2026-11-26T15:59:59Z'))).toBe('2026-11-26');
  });

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2025-11-30', 12, '2026-11-30'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
  ])('%s and %i months: %s', (day, months, then) => {
    expect(monthsAfter(day, months)).toBe(then);
  });

  test('so many days on are so many days away', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -3_000, max: 3_000 }), (day, n) => {
        expect(daysBetween(day, civilDayAfter(day, n))).toBe(n);
      }),
    );
  });

  test('a month later is later, and never two months', () => {
    fc.assert(
      fc.property(days, (day) => {
        const away = daysBetween(day, monthsAfter(day, 1));
        expect(away).toBeGreaterThanOrEqual(28);
        expect(away).toBeLessThanOrEqual(31);
      }),
    );
  });
});
