import type { ClassPlan, Period, PlanPerson } from '../../sync/contract/class-plan.ts';

const minuteMs = 60_000;

/** The consecutive periods of one half-day, with the instants at which its check-in rules turn. */
export interface Session {
  readonly id: string;
  readonly plan: ClassPlan;
  readonly periods: readonly Period[];
  readonly startAt: number;
  readonly endAt: number;
  /** First and last instant of any check-in or check-out. */
  readonly opensAt: number;
  readonly closesAt: number;
  /** Up to and with this instant a check-in is on time. */
  readonly lateAfter: number;
  /** From this instant a check-out is a normal one. */
  readonly checkOutFrom: number;
}

/** All sessions of a plan, by time. */
export function sessionsOf(plan: ClassPlan): Session[] {
  const byId = new Map<string, Period[]>();
  for (const period of plan.periods) byId.set(period.session, [...(byId.get(period.session) ?? []), period]);
  return [...byId.values()].map((periods) => toSession(plan, periods)).sort((a, b) => a.startAt - b.startAt);
}

function toSession(plan: ClassPlan, unsorted: readonly Period[]): Session {
  const periods = [...unsorted].sort((a, b) => a.startAt - b.startAt);
  const startAt = (periods[0] as Period).startAt;
  const endAt = Math.max(...periods.map((p) => p.endAt));
  const rules = plan.checkIn;
  return {
    id: (periods[0] as Period).session,
    plan,
    periods,
    startAt,
    endAt,
    opensAt: startAt - rules.opensBeforeMinutes * minuteMs,
    closesAt: endAt + rules.closesAfterMinutes * minuteMs,
    lateAfter: startAt + rules.lateAfterMinutes * minuteMs,
    checkOutFrom: endAt - rules.checkOutOpensBeforeEndMinutes * minuteMs,
  };
}

/**
 * The session of `plans` that takes check-ins at `at`. Where two windows meet (one session's late check-out,
 * the next one's early check-in), the one under way wins, then the one that starts next.
 */
export function openSession(plans: readonly ClassPlan[], at: number): Session | undefined {
  const open = plans.flatMap(sessionsOf).filter((s) => at >= s.opensAt && at <= s.closesAt);
  return (
    open.find((s) => at >= s.startAt && at < s.endAt) ??
    open.filter((s) => s.startAt > at).sort((a, b) => a.startAt - b.startAt)[0] ??
    open[0]
  );
}

/** The period under way, and the next one, over all plans. */
export function periodsAround(plans: readonly ClassPlan[], at: number): { current?: Period; next?: Period } {
  const periods = plans.flatMap((plan) => plan.periods).sort((a, b) => a.startAt - b.startAt);
  const current = periods.find((p) => at >= p.startAt && at < p.endAt);
  const next = periods.find((p) => p.startAt > at);
  return { ...(current && { current }), ...(next && { next }) };
}

export function personOf(plan: ClassPlan, id: string): PlanPerson | undefined {
  return plan.people.find((person) => person.id === id);
}

/** `张三丰` → `张*丰`, `张三` → `张*`: enough for its owner, little for the rest of the queue. */
export function maskName(name: string): string {
  const letters = [...name];
  if (letters.length <= 2) return `${letters[0] ?? ''}*`;
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`;
}
