import type { ClassPlan, Period } from '../../sync/contract/class-plan.ts';
import type { AttendanceStatus } from '../../sync/contract/review.ts';
import { groupBy } from '../group-by.ts';
import { mostMissedMinutes, type PeriodRules, periodRules } from './period-rules.ts';

const minuteMs = 60_000;

/** A verified, accepted check-in or check-out. */
export interface Attended {
  readonly person: string;
  readonly session: string;
  readonly direction: 'in' | 'out';
  readonly at: number;
}

export interface AttendanceCell {
  readonly status: AttendanceStatus;
  /** Whole minutes late or early; 0 otherwise. */
  readonly minutes: number;
}

export interface AttendanceLine {
  readonly person: string;
  /** One a period of the plan, in its order. */
  readonly cells: readonly AttendanceCell[];
  /** Of the periods that are over: those counted present or late. */
  readonly attended: number;
  readonly held: number;
}

/** Pure: who attended which period, from a plan, what was verified, and the time. */
export function attendance(plan: ClassPlan, events: readonly Attended[], now: number): AttendanceLine[] {
  const inOrder = [...events].sort((a, b) => a.at - b.at);
  const byPlace = groupBy(inOrder, ({ person, session }) => `${person} ${session}`);
  const rules = plan.periods.map((period) => periodRules(plan.checkIn, isLastOf(plan, period)));
  return plan.people.map(({ id }) => {
    const cells = plan.periods.map((period, index) =>
      cellOf(period, byPlace.get(`${id} ${period.session}`) ?? [], rules[index] as PeriodRules, now),
    );
    const over = cells.filter((_, index) => (plan.periods[index] as Period).endAt <= now);
    const attended = over.filter(({ status }) => status === 'present' || status === 'late').length;
    return { person: id, cells, attended, held: over.length };
  });
}

/**
 * One person in one period. `events` are those of the period's session in order of time: a check-in counts from
 * its moment on, through breaks and later periods of the session, until a check-out.
 */
export function cellOf(
  period: Pick<Period, 'startAt' | 'endAt'>,
  events: readonly Attended[],
  rules: PeriodRules,
  now: number,
): AttendanceCell {
  const { startAt, endAt } = period;
  if (now < startAt) return cell('pending');
  const arrivedAt = arrival(period, events);
  if (arrivedAt === undefined) return cell(now < endAt ? 'pending' : 'absent');
  const last = events.findLast((event) => event.at < endAt);
  const earlyMs = last?.direction === 'out' ? endAt - last.at : 0;
  if (earlyMs > rules.checkOutOpensBeforeEndMinutes * minuteMs) return cell('left-early', earlyMs);
  const lateMs = arrivedAt - startAt;
  if (lateMs > rules.lateAfterMinutes * minuteMs) return cell('late', lateMs);
  const missedMs = lateMs + earlyMs;
  return missedMs > mostMissedMinutes(rules) * minuteMs ? cell('left-early', missedMs) : cell('present');
}

/** Whether it is the last of its half-day. */
export function isLastOf({ periods }: Pick<ClassPlan, 'periods'>, { session, endAt }: Period): boolean {
  return !periods.some((other) => other.session === session && other.endAt > endAt);
}

/** From when on the person was in the period; undefined when never. */
function arrival(
  { startAt, endAt }: Pick<Period, 'startAt' | 'endAt'>,
  events: readonly Attended[],
): number | undefined {
  const before = events.findLast((event) => event.at <= startAt);
  if (before?.direction === 'in') return startAt;
  return events.find(({ at, direction }) => direction === 'in' && at > startAt && at < endAt)?.at;
}

/** As the kiosk tells them: begun minutes of leaving early, whole minutes of coming late. */
function cell(status: AttendanceStatus, ms = 0): AttendanceCell {
  const minutes = ms / minuteMs;
  return { status, minutes: status === 'left-early' ? Math.ceil(minutes) : Math.floor(minutes) };
}
