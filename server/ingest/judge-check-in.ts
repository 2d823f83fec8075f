import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { RecordData } from '../../sync/contract/records.ts';

const minuteMs = 60_000;
/** A decision is written down at once. */
const writtenWithinMs = 5 * minuteMs;

type CheckIn = RecordData<'check-in'>;

const reasonsOf: Record<'in' | 'out', readonly CheckIn['reason'][]> = {
  in: ['on-time', 'late'],
  out: ['check-out', 'early-leave'],
};

export interface CheckInFacts {
  /** The kiosk's wall clock when it wrote the record, epoch ms. */
  readonly wall: number;
  /** The version of the class's plan that the check-in names, if we filed it. */
  readonly plan: ClassPlan | undefined;
  /** An earlier record has this id. */
  readonly idSeen: boolean;
}

/** Pure: why a check-in does not count, if it does not. One that was refused counts for nothing anyway. */
export function judgeCheckIn(
  data: CheckIn,
  { wall, plan, idSeen }: CheckInFacts,
): 'doubled-id' | 'not-in-plan' | undefined {
  if (idSeen) return 'doubled-id';
  if (data.outcome === 'refused') return undefined;
  const inPlan = plan !== undefined && isOnRoster(data, plan) && isInWindow(data, plan);
  const written = Math.abs(wall - data.at) <= writtenWithinMs;
  return inPlan && isConsistent(data) && written ? undefined : 'not-in-plan';
}

function isOnRoster({ person, role }: CheckIn, { people }: ClassPlan): boolean {
  return people.some((one) => one.id === person && one.role === role);
}

/** From `opensBeforeMinutes` before the session's first period to `closesAfterMinutes` after its last. */
function isInWindow({ session, at }: CheckIn, { periods, checkIn }: ClassPlan): boolean {
  const own = periods.filter((period) => period.session === session);
  const opensAt = Math.min(...own.map(({ startAt }) => startAt)) - checkIn.opensBeforeMinutes * minuteMs;
  const closesAt = Math.max(...own.map(({ endAt }) => endAt)) + checkIn.closesAfterMinutes * minuteMs;
  return own.length > 0 && at >= opensAt && at <= closesAt;
}

function isConsistent({ direction, reason }: CheckIn): boolean {
  return direction !== null && reasonsOf[direction].includes(reason);
}
