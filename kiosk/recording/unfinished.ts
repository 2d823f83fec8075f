import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import { type Session, sessionsOf } from '../plan/timetable.ts';
import type { Db } from '../store/database.ts';
import { lessonSpan } from './lesson-span.ts';
import { coveredOf, planKnownSince, resumePoint } from './resume.ts';
import { smallestGapMs } from './stretch.ts';

/** A session whose recording an earlier run left before its end, or never began because the machine was off. */
export interface Unfinished {
  readonly session: Session;
  readonly endAt: number;
  /** Of a session that was never begun: from where on it is missing. */
  readonly wantedFrom: number;
  readonly required: boolean;
}

/** Older lessons are past explaining. */
const longestBackMs = 31 * 24 * 3_600_000;

/** What an earlier run left unfinished, by time. Sessions that the plan wants now are not among them. */
export function unfinishedSessions(db: Db, plans: readonly ClassPlan[], now: number): Unfinished[] {
  return plans
    .flatMap(sessionsOf)
    .filter((session) => session.opensAt <= now && session.endAt > now - longestBackMs)
    .flatMap((session) => lookAt(db, session, now) ?? [])
    .sort((a, b) => a.wantedFrom - b.wantedFrom);
}

function lookAt(db: Db, session: Session, now: number): Unfinished | undefined {
  const { class: classId, devices } = session.plan;
  const earlier = resumePoint(db, classId, session.id);
  const span = lessonSpan(session);
  // What the class admin began after the part that must be recorded lasts to the end of the session.
  const required = span !== undefined && (earlier?.startedAt ?? 0) < span.endAt;
  const endAt = required ? span.endAt : session.endAt;
  const { coveredUntil } = coveredOf(db, classId, session.id);
  if ((coveredUntil ?? 0) >= endAt - smallestGapMs) return undefined;
  // The plan begins what it wants now, unless the class admin has begun it before its time.
  if (required && endAt > now && earlier?.ended !== false) return undefined;
  if (earlier) return { session, endAt, wantedFrom: span?.startAt ?? session.startAt, required };
  // Where a class has several kiosks, one that was off all along says nothing about the lesson.
  const knownSince = planKnownSince(db, classId);
  if (!span || devices.length > 1 || knownSince === undefined || knownSince >= endAt) return undefined;
  return { session, endAt, required, wantedFrom: coveredUntil ?? Math.max(span.startAt, knownSince) };
}
