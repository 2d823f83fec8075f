import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addWorkingDays,
  type Calendar,
  isWorkingDay,
  workingDaysBetween,
} from '../../../server/policy/calendar.ts';
import { civilDayAfter, weekdayOf } from '../../../server/policy/civil-day.ts';
import { holidays2026 } from '../../../server/policy/holidays-2026.ts';

const plain: Calendar = { holidays: [], makeUpDays: [] };
const days = fc.integer({ min: -400, max: 800 }).map((n) => civilDayAfter('2026-01-01', n));
const someDays = fc.uniqueArray(days, { maxLength: 60 });
const calendars = fc.record({
  holidays: someDays,
  makeUpDays: someDays.map((list) => list.filter((day) => weekdayOf(day) > 5)),
});
const counts = fc.integer({ min: -60, max: 60 });

describe('working days of 2026, by the notice of the State Council’s office', () => {
  test.each([
    ['2026-02-13', true, 'the Friday before'],
    ['2026-02-14', true, 'a Saturday that is worked'],
    ['2026-02-15', false, 'the first day of 春节'],
    ['2026-02-23', false, 'its last day, a Monday'],
    ['2026-02-24', true, 'the Tuesday after'],
    ['2026-02-28', true, 'a Saturday that is worked'],
    ['2026-03-01', false, 'a Sunday'],
    ['2026-09-20', true, 'a Sunday that is worked'],
    ['2026-10-08', true, 'the Thursday after 国庆'],
  ])('%s: %s (%s)', (day, isWorking) => {
    expect(isWorkingDay(day, holidays2026)).toBe(isWorking);
  });

  test('five working days before a class of 2026-02-25 is 2026-02-11', () => {
    // 24, 14, 13, 12 and 11 February are worked.
    expect(addWorkingDays('2026-02-25', -5, holidays2026)).toBe('2026-02-11');
  });

  test('every make-up day is a weekend day, and none is free', () => {
    for (const day of holidays2026.makeUpDays) {
      expect(weekdayOf(day)).toBeGreaterThan(5);
      expect(holidays2026.holidays).not.toContain(day);
    }
    expect(holidays2026.holidays).toHaveLength(33);
  });
});

describe('whatever the calendar', () => {
  test('where n working days lead is n working days away', () => {
    fc.assert(
      fc.property(days, counts, calendars, (day, n, calendar) => {
        expect(workingDaysBetween(day, addWorkingDays(day, n, calendar), calendar)).toBe(n);
      }),
    );
  });

  test('they lead to a working day', () => {
    fc.assert(
      fc.property(days, counts, calendars, (day, n, calendar) => {
        fc.pre(n !== 0);
        expect(isWorkingDay(addWorkingDays(day, n, calendar), calendar)).toBe(true);
      }),
    );
  });

  test('one after another or all at once', () => {
    fc.assert(
      fc.property(days, fc.nat(20), fc.nat(20), calendars, (day, a, b, calendar) => {
        const inSteps = addWorkingDays(addWorkingDays(day, a, calendar), b, calendar);
        expect(inSteps).toBe(addWorkingDays(day, a + b, calendar));
      }),
    );
  });

  test('the way there and back', () => {
    fc.assert(
      fc.property(days, counts, calendars, (day, n, calendar) => {
        fc.pre(isWorkingDay(day, calendar));
        expect(addWorkingDays(addWorkingDays(day, n, calendar), -n, calendar)).toBe(day);
      }),
    );
  });

  test('without holidays five working days are a week', () => {
    fc.assert(
      fc.property(days, (day) => {
        fc.pre(weekdayOf(day) <= 5);
        expect(addWorkingDays(day, 5, plain)).toBe(civilDayAfter(day, 7));
        expect(addWorkingDays(day, -5, plain)).toBe(civilDayAfter(day, -7));
      }),
    );
  });

  test('a holiday more never brings a deadline nearer', () => {
    fc.assert(
      fc.property(days, fc.nat(30), calendars, days, (day, n, calendar, holiday) => {
        const more = { ...calendar, holidays: [...calendar.holidays, holiday] };
        expect(addWorkingDays(day, n, more) >= addWorkingDays(day, n, calendar)).toBe(true);
      }),
    );
  });
});
