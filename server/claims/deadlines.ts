import type { ClaimDeadline } from '../../sync/contract/claims.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { DaySpan, TrainingRules } from '../../sync/contract/policy.ts';
import { addWorkingDays, type Calendar } from '../policy/calendar.ts';
import { civilDayAfter, civilDayOf } from '../policy/civil-day.ts';

/** The calendar, and which years of it somebody entered. */
export interface KnownCalendar extends Calendar {
  readonly years: ReadonlySet<number>;
}

interface Progress {
  readonly now: number;
  readonly submittedAt: number | null;
  readonly acceptedAt: number | null;
  readonly paidAt: number | null;
}

/**
 * The last days of the steps that the text names, each counted from the end of the one before: of what happened, or,
 * while it has not, of its own last day. 公示 begins when the claim is accepted.
 */
export function claimDeadlines(
  rules: TrainingRules,
  plan: ClassPlan,
  calendar: KnownCalendar,
  { now, submittedAt, acceptedAt, paidAt }: Progress,
): ClaimDeadline[] {
  const today = civilDayOf(now);
  const doneAt = { claim: submittedAt, review: acceptedAt, publicity: null, payment: paidAt };
  // A step is late only once the one before it is done: nobody pays what was not handed in.
  const begun = { claim: true, review: submittedAt !== null, publicity: false, payment: acceptedAt !== null };
  let from = lastDay(plan);
  return (['claim', 'review', 'publicity', 'payment'] as const).flatMap((step) => {
    const limit = rules.deadlines.find((deadline) => deadline.step === step)?.limit;
    const done = doneAt[step];
    const began = from;
    const day = limit ? dayAfter(from, limit.value, calendar) : from;
    from = done === null ? day : civilDayOf(done);
    if (!limit) return [];
    return [
      {
        step,
        limit,
        from: began,
        day,
        over: begun[step] && done === null && today > day,
        holidaysKnown: isKnown(limit.value, [began, day], calendar),
      },
    ];
  });
}

const lastDay = ({ periods }: ClassPlan): string =>
  periods
    .map(({ day }) => day)
    .sort()
    .at(-1) ?? '';

function dayAfter(day: string, { days, of }: DaySpan, calendar: Calendar): string {
  return of === 'working' ? addWorkingDays(day, days, calendar) : civilDayAfter(day, days);
}

function isKnown({ of }: DaySpan, days: readonly string[], { years }: KnownCalendar): boolean {
  return of === 'calendar' || days.every((day) => years.has(Number(day.slice(0, 4))));
}
