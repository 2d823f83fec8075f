import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { RecordData } from '../../sync/contract/records.ts';

const minuteMs = 60_000;
/** A decision is written down at once. */
const writtenWithinMs = 5 * minuteMs;

type CheckIn = RecordData<'check-in'>;

export interface CheckInFacts {
  /** The kiosk's wall clock when it wrote the record, epoch ms. */
  readonly wall: number;
  /** The version of the class's plan that the check-in names, if we filed it. */
  readonly plan: ClassPlan | undefined;
  /** An earlier record has this id. */
  readonly idSeen: boolean;
  /** A later version was filed well before the kiosk's last word with us, which brought it. */
  readonly isPlanOutdated: boolean;
}

/** Pure: why a check-in does not count, if it does not. One that was refused counts for nothing anyway. */
export function judgeCheckIn(
  data: CheckIn,
  { wall, plan, idSeen, isPlanOutdated }: CheckInFacts,
): 'doubled-id' | 'not-in-plan' | undefined {
  if (idSeen) return 'doubled-id';
  if (data.outcome === 'refused') return undefined;
  if (!plan || isPlanOutdated) return 'not-in-plan';
  const written = Math.abs(wall - data.at) <= writtenWithinMs;
  const inPlan = isOnRoster(data, plan) && isInWindow(data, plan) && isReckoned(data, plan);
  return inPlan && written ? undefined : 'not-in-plan';
}

function isOnRoster({ person, role }: CheckIn, { people }: ClassPlan): boolean {
  return people.some((one) => one.id === person && one.role === role);
}

interface SessionSpan {
  readonly startAt: number;
  readonly endAt: number;
}

/** From a session's first period to its last; undefined for one that the plan does not have. */
function spanOf({ session }: CheckIn, { periods }: ClassPlan): SessionSpan | undefined {
  const own = periods.filter((period) => period.session === session);
  if (own.length === 0) return undefined;
  return {
    startAt: Math.min(...own.map(({ startAt }) => startAt)),
    endAt: Math.max(...own.map(({ endAt }) => endAt)),
  };
}

/** From `opensBeforeMinutes` before the session's first period to `closesAfterMinutes` after its last. */
function isInWindow(data: CheckIn, plan: ClassPlan): boolean {
  const span = spanOf(data, plan);
  if (!span) return false;
  const { opensBeforeMinutes, closesAfterMinutes } = plan.checkIn;
  const opensAt = span.startAt - opensBeforeMinutes * minuteMs;
  const closesAt = span.endAt + closesAfterMinutes * minuteMs;
  return data.at >= opensAt && data.at <= closesAt;
}

/** Direction, reason and minutes must be those that the plan gives for that moment. */
function isReckoned({ direction, reason, minutes, ...data }: CheckIn, plan: ClassPlan): boolean {
  const span = spanOf({ direction, reason, minutes, ...data }, plan);
  if (!span || direction === null) return false;
  const { at } = data;
  const { lateAfterMinutes, checkOutOpensBeforeEndMinutes } = plan.checkIn;
  if (direction === 'in') {
    if (at >= span.endAt) return false;
    const late = at > span.startAt + lateAfterMinutes * minuteMs;
    const expected = late ? Math.floor((at - span.startAt) / minuteMs) : 0;
    return reason === (late ? 'late' : 'on-time') && minutes === expected;
  }
  const early = at < span.endAt - checkOutOpensBeforeEndMinutes * minuteMs;
  if (!early) return reason === 'check-out' && minutes === 0;
  return reason === 'early-leave' && minutes === Math.ceil((span.endAt - at) / minuteMs);
}
