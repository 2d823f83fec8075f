import type { ClassPlan, Period } from '../../sync/contract/class-plan.ts';
import { type Session, sessionsOf } from '../plan/timetable.ts';

/** The stretch of a session that must be on video: from its first to its last recorded period. */
export interface LessonSpan {
  readonly session: Session;
  readonly startAt: number;
  readonly endAt: number;
}

/** Recording duty comes from the plan (理论课全程录像), never from code. */
export function mustRecord(plan: ClassPlan, period: Period): boolean {
  return period.kind === 'theory' ? plan.recording.theory : plan.recording.practice;
}

/** Undefined when nothing of the session must be recorded. */
export function lessonSpan(session: Session): LessonSpan | undefined {
  const recorded = session.periods.filter((period) => mustRecord(session.plan, period));
  if (recorded.length === 0) return undefined;
  const startAt = Math.min(...recorded.map((p) => p.startAt));
  return { session, startAt, endAt: Math.max(...recorded.map((p) => p.endAt)) };
}

/** The lessons that must be recorded at `at`: more than one where classes share the room, or a minute. */
export function lessonsAt(plans: readonly ClassPlan[], at: number): LessonSpan[] {
  return allSpans(plans).filter((span) => at >= span.startAt && at < span.endAt);
}

/** Every lesson that the plans want on video. */
export function allSpans(plans: readonly ClassPlan[]): LessonSpan[] {
  return plans.flatMap(sessionsOf).flatMap((session) => lessonSpan(session) ?? []);
}
