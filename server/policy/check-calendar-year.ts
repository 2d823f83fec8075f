import { invalidField } from '../../sync/base/parse.ts';
import type { CalendarChange } from '../../sync/contract/calendar.ts';
import { isCivilDay, weekdayOf } from './civil-day.ts';

/**
 * Throws `invalid_input` naming the day that is wrong: no day of this year, there twice, or a make-up day that is
 * worked anyway.
 */
export function checkCalendarYear(year: number, { holidays, makeUpDays }: CalendarChange): void {
  const seen = new Set<string>();
  const check = (day: string, field: string) => {
    if (!isCivilDay(day) || !day.startsWith(`${year}-`)) {
      throw invalidField('calendar', field, 'is not a day of this year', '不是本年度的日期');
    }
    if (seen.has(day)) throw invalidField('calendar', field, 'is there twice', '日期重复');
    seen.add(day);
  };
  for (const [index, day] of holidays.entries()) check(day, `holidays[${index}]`);
  for (const [index, day] of makeUpDays.entries()) {
    const field = `makeUpDays[${index}]`;
    check(day, field);
    if (weekdayOf(day) <= 5) {
      throw invalidField('calendar', field, 'is no weekend day', '不是周末，不需要调休上班');
    }
  }
}
