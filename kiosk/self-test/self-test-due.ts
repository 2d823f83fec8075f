import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import { sessionsOf } from '../plan/timetable.ts';

/** How long before a session its self-test counts. */
const aheadMs = 60 * 60_000;

/**
 * Whether a session begins within the hour and no self-test was made for it. `lastAt`: of the newest that found
 * everything well; null when there was none. Epoch ms.
 */
export function isSelfTestDue(plans: readonly ClassPlan[], now: number, lastAt: number | null): boolean {
  return plans.flatMap(sessionsOf).some(({ startAt }) => {
    const from = startAt - aheadMs;
    return now >= from && now < startAt && (lastAt === null || lastAt < from);
  });
}
