import type { Clock } from '../../sync/base/clock.ts';
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
  const hours = plans.all().map((plan) => plan.recording.localRetentionHours);
  if (hours.length === 0) return 0;
  return segments.deleteReceived(clock.now() - Math.max(...hours) * hourMs);
}
