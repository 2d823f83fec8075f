import type { CalendarYear } from '../../sync/contract/calendar.ts';
import type { FilingPeriod } from '../../sync/contract/filing.ts';
import { type EnteredLesson, type EnteredPeriod, minutesOfClock, startMinutesOf } from './filing-periods.ts';

const dayMs = 86_400_000;
/** A class that runs longer was mistyped. */
const mostDays = 400;

/** Which days: by the holiday calendar, or some days of the week (1 Monday … 7 Sunday). */
export interface DayPattern {
  /** Civil days, both counted. */
  readonly from: string;
  readonly to: string;
  readonly on: 'working' | ReadonlySet<number>;
}

type Calendar = Pick<CalendarYear, 'holidays' | 'makeUpDays'>;

/** None when the days are no days, the wrong way round, or too many. */
export function daysOfPattern({ from, to, on }: DayPattern, calendar: Calendar): readonly string[] {
  const [first, last] = [from, to].map((day) => Date.parse(`${day}T00:00:00Z`));
  if (first === undefined || last === undefined) return [];
  if (!(last >= first) || last - first > mostDays * dayMs) return [];
  const days = Array.from({ length: (last - first) / dayMs + 1 }, (_, n) =>
    new Date(first + n * dayMs).toISOString().slice(0, 10),
  );
  return days.filter((day) => (on === 'working' ? isWorkingDay(day, calendar) : on.has(weekdayOf(day))));
}

/** The years whose calendars are needed. */
export function yearsOf({ from, to }: DayPattern): readonly number[] {
  const [first, last] = [from, to].map((day) => Number(day.slice(0, 4)));
  if (!first || !last || last < first || last - first > 2) return [];
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

function isWorkingDay(day: string, { holidays, makeUpDays }: Calendar): boolean {
  if (makeUpDays.includes(day)) return true;
  return weekdayOf(day) <= 5 && !holidays.includes(day);
}

/** A run of periods as it is typed. */
export interface EnteredRun {
  readonly half: 'morning' | 'afternoon' | 'evening';
  readonly clock: string;
  readonly count: string;
}

/** The first of new periods that begins before another ends, or that another begins in. */
export function overlapping(
  added: readonly EnteredPeriod[],
  there: readonly Pick<FilingPeriod, 'day' | 'startAt'>[],
  periodMinutes: number,
): EnteredPeriod | undefined {
  const known = there.map((period) => ({
    day: period.day,
    startMinutes: startMinutesOf(period),
    entered: undefined,
  }));
  const all = [...added.map((entered) => ({ ...entered, entered })), ...known].sort(
    (a, b) => a.day.localeCompare(b.day) || a.startMinutes - b.startMinutes,
  );
  for (const [index, period] of all.entries()) {
    const before = all[index - 1];
    const isClear = before?.day !== period.day || period.startMinutes - before.startMinutes >= periodMinutes;
    const found = isClear ? undefined : (period.entered ?? before?.entered);
    if (found) return found;
  }
  return undefined;
}

type Run = { readonly startMinutes: number; readonly count: number };
const mostOfRun = 12;

/** The runs that hold a period; undefined when one cannot be read. */
export function runsOf(entered: readonly EnteredRun[]): readonly Run[] | undefined {
  const runs: Run[] = [];
  for (const { clock, count } of entered) {
    const whole = Number(count || 0);
    const startMinutes = minutesOfClock(clock);
    if (!Number.isInteger(whole) || whole < 0 || whole > mostOfRun) return undefined;
    if (whole === 0) continue;
    if (startMinutes === undefined) return undefined;
    runs.push({ startMinutes, count: whole });
  }
  return runs;
}

/** What is held on each of the days. */
export interface LessonPattern extends EnteredLesson {
  readonly runs: readonly Run[];
  readonly breakMinutes: number;
}

/** Periods of those days, under the numbers that are free on each. */
export function periodsOfPattern(
  { runs, breakMinutes, ...lesson }: LessonPattern,
  days: readonly string[],
  periodMinutes: number,
  there: readonly Pick<FilingPeriod, 'day' | 'number'>[],
): EnteredPeriod[] {
  const lessonOfEach = { ...lesson, topic: lesson.topic.trim() };
  const starts = runs
    .flatMap(({ startMinutes, count }) =>
      Array.from({ length: count }, (_, n) => startMinutes + n * (periodMinutes + breakMinutes)),
    )
    .sort((a, b) => a - b);
  return days.flatMap((day) => {
    const taken = new Set(there.filter((period) => period.day === day).map(({ number }) => number));
    const free = Array.from({ length: starts.length + taken.size }, (_, n) => n + 1).filter(
      (number) => !taken.has(number),
    );
    return starts.map((startMinutes, n) => ({ ...lessonOfEach, day, number: free[n] ?? 0, startMinutes }));
  });
}
