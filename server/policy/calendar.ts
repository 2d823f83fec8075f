import { civilDayAfter, weekdayOf } from './civil-day.ts';

/** 节假日安排: what differs from the plain week. Civil days in Asia/Shanghai. */
export interface Calendar {
  /** 放假: weekdays and weekend days that are free. */
  readonly holidays: readonly string[];
  /** 调休上班: weekend days that are worked. */
  readonly makeUpDays: readonly string[];
}

/** Monday to Friday without the holidays, and the make-up days. */
export function isWorkingDay(day: string, calendar: Calendar): boolean {
  if (calendar.makeUpDays.includes(day)) return true;
  return weekdayOf(day) <= 5 && !calendar.holidays.includes(day);
}

/** The nth working day after `day`, or before it for a negative n; `day` itself for 0. */
export function addWorkingDays(day: string, n: number, calendar: Calendar): string {
  const step = Math.sign(n);
  let left = Math.abs(n);
  let reached = day;
  while (left > 0) {
    reached = civilDayAfter(reached, step);
    if (isWorkingDay(reached, calendar)) left -= 1;
  }
  return reached;
}

/**
 * How many working days one walks from `from` to `to`: `from` is not counted, `to` is; negative when `to` is earlier.
 * `workingDaysBetween(day, addWorkingDays(day, n))` is n.
 */
export function workingDaysBetween(from: string, to: string, calendar: Calendar): number {
  const step = from < to ? 1 : -1;
  let count = 0;
  for (let day = from; day !== to; ) {
    day = civilDayAfter(day, step);
    if (isWorkingDay(day, calendar)) count += step;
  }
  return count;
}
