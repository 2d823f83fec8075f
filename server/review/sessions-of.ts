import type { ClassPlan, Period } from '../../sync/contract/class-plan.ts';
import type { PeriodColumn, SessionSummary } from '../../sync/contract/review.ts';
import { groupBy } from '../group-by.ts';

/** The half-days of a plan, in order of time. */
export function sessionsOf(plan: ClassPlan, now: number): readonly SessionSummary[] {
  const bySession = groupBy(plan.periods, (period) => period.session);
  return [...bySession]
    .map(([id, periods]) => summary(id, periods, now))
    .sort((a, b) => a.startAt - b.startAt);
}

/** The session under way, else the next one, else the last. */
export function currentSession(plan: ClassPlan, now: number): SessionSummary | null {
  const sessions = sessionsOf(plan, now);
  return sessions.find((session) => session.endAt > now) ?? sessions.at(-1) ?? null;
}

function summary(id: string, periods: readonly Period[], now: number): SessionSummary {
  const startAt = Math.min(...periods.map((period) => period.startAt));
  const endAt = Math.max(...periods.map((period) => period.endAt));
  const state = now < startAt ? 'later' : now < endAt ? 'now' : 'past';
  return { id, day: periods[0]?.day ?? '', startAt, endAt, periods: periods.length, state };
}

/** Without the teacher, who has a row of their own. */
export function toColumn({ teacher: _teacher, ...column }: Period): PeriodColumn {
  return column;
}
