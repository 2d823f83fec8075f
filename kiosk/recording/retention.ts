import type { Clock } from '../../sync/base/clock.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import type { SegmentStore } from './segment-store.ts';

const hourMs = 3_600_000;

/**
 * Deletes video that the server has signed a receipt for, after the longest local retention of any plan at hand.
 * Nothing without a receipt is ever deleted.
 */
export async function deleteOldVideo(
  segments: SegmentStore,
  plans: PlanStore,
  clock: Clock,
): Promise<number> {
  const since = retainedSince(plans.all(), clock.now());
  return since === undefined ? 0 : segments.deleteReceived(since);
}

/** What was received before this may be deleted, epoch ms; undefined while no plan says. */
export function retainedSince(plans: readonly ClassPlan[], now: number): number | undefined {
  const hours = plans.map((plan) => plan.recording.localRetentionHours);
  return hours.length === 0 ? undefined : now - Math.max(...hours) * hourMs;
}
