import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { ClassTile, SessionSummary } from '../../sync/contract/review.ts';
import type { Context } from '../parts.ts';

/** A segment is at most 10 s long and is announced at its end: silence longer than this is a fault. */
const silenceMs = 30_000;

/** Recording, resting, or silent when it should record. */
export async function recordingState(
  { stores, clock }: Context,
  plan: ClassPlan,
  session: SessionSummary | null,
): Promise<ClassTile['recording']> {
  if (session?.state !== 'now') return 'idle';
  const now = clock.now();
  const [newest] = await stores.projections.newestSegments(plan.class, 1);
  const event = await stores.projections.lastLessonEvent(plan.class, session.id);
  const running = event?.event === 'started';
  if (running && Math.max(newest?.end_at ?? 0, event.at) > now - silenceMs) return 'recording';
  const since = duePeriods(plan, session.id).find(({ startAt, endAt }) => startAt <= now && now < endAt);
  const due = since !== undefined && now - since.startAt > silenceMs;
  return running || due ? 'fault' : 'idle';
}

/** The periods of a session that must be recorded from first to last second. */
export function duePeriods({ periods, recording }: ClassPlan, session: string) {
  return periods.filter((period) => period.session === session && recording[period.kind]);
}
