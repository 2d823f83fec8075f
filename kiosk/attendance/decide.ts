import type { ClassPlan, PlanPerson } from '../../sync/contract/class-plan.ts';
import type { DecisionReason } from '../../sync/contract/records.ts';
import { openSession, personOf, type Session, sessionsOf } from '../plan/timetable.ts';

const minuteMs = 60_000;

/** Who a face or a finger was matched to; templates belong to one class. */
export interface Identity {
  readonly class: string;
  readonly person: string;
}

/** An accepted check-in or check-out of the same person in the same session. */
export interface PastCheckIn {
  readonly direction: 'in' | 'out';
  readonly reason: DecisionReason;
  readonly at: number;
}

export interface Attempt {
  readonly at: number;
  /** Undefined for a face or finger that matches nobody. */
  readonly identity: Identity | undefined;
}

/** `ask`: the person must say that they leave early; nothing is recorded until then. */
export interface Decision {
  readonly kind: 'accepted' | 'refused' | 'ask';
  readonly reason: DecisionReason;
  readonly direction: 'in' | 'out' | null;
  /** Whole minutes late, or left early; 0 otherwise. */
  readonly minutes: number;
  readonly session: Session | undefined;
  readonly person: PlanPerson | undefined;
}

/**
 * Decides one attempt against the filed plans. Pure: the same plans, history and instant give the same answer.
 * `history` gives the accepted check-ins of a person in a session, oldest first. Windows: rules.md §4.8, as the
 * plan states them.
 */
export function decide(
  plans: readonly ClassPlan[],
  attempt: Attempt,
  history: (identity: Identity, session: string) => readonly PastCheckIn[],
): Decision {
  const { at, identity } = attempt;
  if (!identity) return refuse('unknown-person', openSession(plans, at));
  const plan = plans.find((p) => p.class === identity.class);
  const person = plan && personOf(plan, identity.person);
  if (!plan || !person) return refuse('not-on-roster', openSession(plans, at));
  const session = stillIn(plan, at, (id) => history(identity, id)) ?? openSession([plan], at);
  if (!session) return outside(plans, at, person);
  return decideInSession(session, person, at, history(identity, session.id));
}

/** Where the morning's late check-out meets the afternoon's early check-in: who has not left yet leaves first. */
function stillIn(plan: ClassPlan, at: number, history: (session: string) => readonly PastCheckIn[]) {
  return sessionsOf(plan).find(
    (s) => at >= s.checkOutFrom && at <= s.closesAt && history(s.id).at(-1)?.direction === 'in',
  );
}

function decideInSession(
  session: Session,
  person: PlanPerson,
  at: number,
  past: readonly PastCheckIn[],
): Decision {
  const last = past.at(-1);
  const base = { session, person };
  if (!last || (last.direction === 'out' && last.reason === 'early-leave')) return checkIn(base, at);
  if (last.direction === 'out')
    return { ...base, kind: 'refused', reason: 'already-checked-out', direction: null, minutes: 0 };
  if (at >= session.checkOutFrom)
    return { ...base, kind: 'accepted', reason: 'check-out', direction: 'out', minutes: 0 };
  if (at - last.at < session.plan.checkIn.repeatWithinMinutes * minuteMs || at < session.startAt) {
    return { ...base, kind: 'refused', reason: 'already-checked-in', direction: null, minutes: 0 };
  }
  const minutes = Math.ceil((session.endAt - at) / minuteMs);
  return { ...base, kind: 'ask', reason: 'early-leave', direction: 'out', minutes };
}

function checkIn(base: { session: Session; person: PlanPerson }, at: number): Decision {
  const { session } = base;
  if (at >= session.endAt)
    return { ...base, kind: 'refused', reason: 'outside-window', direction: null, minutes: 0 };
  if (at <= session.lateAfter)
    return { ...base, kind: 'accepted', reason: 'on-time', direction: 'in', minutes: 0 };
  const minutes = Math.floor((at - session.startAt) / minuteMs);
  return { ...base, kind: 'accepted', reason: 'late', direction: 'in', minutes };
}

/** No session of the person's own class is open: another class may be sitting here. */
function outside(plans: readonly ClassPlan[], at: number, person: PlanPerson): Decision {
  const other = plans.flatMap(sessionsOf).find((s) => at >= s.startAt && at < s.endAt);
  return { ...refuse(other ? 'wrong-class' : 'outside-window', other), person };
}

function refuse(reason: DecisionReason, session: Session | undefined): Decision {
  return { kind: 'refused', reason, direction: null, minutes: 0, session, person: undefined };
}
