import type { FilingContent, FilingPeriod } from '../../sync/contract/filing.ts';
import { halfOf, sessionOf } from '../../sync/contract/filing-presets.ts';

const minuteMs = 60_000;

/** What is taught, how, and by whom. */
export type EnteredLesson = Pick<FilingPeriod, 'kind' | 'exam' | 'topic' | 'teacherIdNumber'>;

/** A period as a person enters it; its end and its half-day follow. */
export interface EnteredPeriod extends EnteredLesson {
  readonly day: string;
  readonly number: number;
  /** Since midnight of its day in Asia/Shanghai. */
  readonly startMinutes: number;
}

/** `08:30` → 510; undefined for what is no time. */
export function minutesOfClock(clock: string): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(clock.trim()) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return Number(hours) * 60 + Number(minutes);
}

const midnightOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);

export const startMinutesOf = ({ day, startAt }: Pick<FilingPeriod, 'day' | 'startAt'>): number =>
  Math.round((startAt - midnightOf(day)) / minuteMs);

export function lessonOf({ kind, exam, topic, teacherIdNumber }: EnteredLesson): EnteredLesson {
  return { kind, ...(exam && { exam }), topic, teacherIdNumber };
}

const usualBreakMs = 10 * minuteMs;

/** What one more period is likely to be: after the last, by the same teacher. `startAt` null: nothing is known. */
export function nextPeriod({ periods, people }: FilingContent): EnteredLesson & {
  readonly day: string;
  readonly number: number;
  readonly startAt: number | null;
} {
  const last = periods.at(-1);
  const [teacher, second] = people.filter(({ role }) => role === 'teacher');
  const only = second ? '' : (teacher?.idNumber ?? '');
  if (!last) return { day: '', number: 1, startAt: null, kind: 'theory', topic: '', teacherIdNumber: only };
  const { day, number, endAt, kind, topic, teacherIdNumber } = last;
  return { day, number: number + 1, startAt: endAt + usualBreakMs, kind, topic, teacherIdNumber };
}

/** Periods added in order of time. */
export function withPeriods(content: FilingContent, entered: readonly EnteredPeriod[]): FilingContent {
  const added = entered.map((period) => toPeriod(period, content));
  return { ...content, periods: inOrder([...content.periods, ...added]) };
}

/** A period in place of another; it stays in its half-day if the day and the half do. */
export function withPeriod(content: FilingContent, index: number, entered: EnteredPeriod): FilingContent {
  const earlier = content.periods[index];
  const others = content.periods.filter((_, i) => i !== index);
  const known = { ...content, periods: earlier ? [...others, earlier] : others };
  const changed = { ...toPeriod(entered, known), ...(earlier?.from && { from: earlier.from }) };
  return { ...content, periods: inOrder([...others, changed]) };
}

export function withoutPeriods(content: FilingContent, gone: ReadonlySet<number>): FilingContent {
  return { ...content, periods: content.periods.filter((_, index) => !gone.has(index)) };
}

/** Periods as long as they must be now. */
export function withPeriodMinutes(content: FilingContent, periodMinutes: number): FilingContent {
  const periods = content.periods.map((period) => ({
    ...period,
    endAt: period.startAt + periodMinutes * minuteMs,
  }));
  return { ...content, periodMinutes, periods };
}

function toPeriod(
  { startMinutes, ...period }: EnteredPeriod,
  { periods, periodMinutes }: FilingContent,
): FilingPeriod {
  const startAt = midnightOf(period.day) + startMinutes * minuteMs;
  return {
    ...period,
    session: sessionIn(periods, period.day, startMinutes),
    startAt,
    endAt: startAt + periodMinutes * minuteMs,
  };
}

/** That of the same half-day, which in a change of a class records name already, or a new one. */
function sessionIn(periods: readonly FilingPeriod[], day: string, startMinutes: number): string {
  const half = halfOf(startMinutes);
  const ofHalf = periods.filter((period) => period.day === day && halfOf(startMinutesOf(period)) === half);
  return ofHalf.at(-1)?.session ?? sessionOf(day, startMinutes);
}

const inOrder = (periods: readonly FilingPeriod[]): FilingPeriod[] =>
  [...periods].sort((a, b) => a.startAt - b.startAt);
