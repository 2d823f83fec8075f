import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { ClassTile, SessionSummary } from '../../sync/contract/review.ts';

/** A segment is at most 10 s long and is announced at its end: silence longer than this is a fault. */
export const silenceMs = 30_000;

export interface RecordingFacts {
  /** The newest start or stop of the session's recording. */
  readonly event: { readonly event: 'started' | 'stopped'; readonly at: number } | undefined;
  /** The end of the newest film; undefined when there is none of late. */
  readonly filmedUntil: number | undefined;
}

/** Pure: recording, resting, or silent when it should record. */
export function recordingState(
  plan: ClassPlan,
  session: SessionSummary | null,
  { event, filmedUntil = 0, now }: RecordingFacts & { readonly now: number },
): ClassTile['recording'] {
  if (session?.state !== 'now') return 'idle';
  const running = event?.event === 'started';
  if (running && Math.max(filmedUntil, event.at) > now - silenceMs) return 'recording';
  const since = duePeriods(plan, session.id).find(({ startAt, endAt }) => startAt <= now && now < endAt);
  const due = since !== undefined && now - since.startAt > silenceMs;
  return running || due ? 'fault' : 'idle';
}

/** The periods of a session that must be recorded from first to last second. */
export function duePeriods({ periods, recording }: ClassPlan, session: string) {
  return periods.filter((period) => period.session === session && recording[period.kind]);
}
