import type { KioskView } from '../sync/contract/kiosk-view.ts';
import type { KioskApp } from './app.ts';
import type { Session } from './plan/timetable.ts';
import { lessonSpan } from './recording/lesson-span.ts';
import { resumePoint } from './recording/resume.ts';
import type { Db } from './store/database.ts';

type Recording = KioskView['recording'];

/** Since when, and why, nothing is recorded that should be; also while the class admin has paused it. */
export function unrecordedNow(
  app: KioskApp,
  session: Session | undefined,
  { state, since }: Pick<Recording, 'state' | 'since'>,
): Recording['unrecorded'] {
  const { db } = app.parts;
  if (state === 'paused' && app.recorder?.paused) return pauseOf(db, app.recorder.paused.lesson);
  if (state !== 'fault' || !session) return null;
  const begunAt = lessonSpan(session)?.startAt ?? session.startAt;
  const from = lastVideoAt(db, session) ?? begunAt;
  if (since !== null) return { since: from, why: 'broken', reason: null };
  const stoppedAt = resumePoint(db, session.plan.class, session.id)?.stoppedAt ?? null;
  if (stoppedAt !== null) return { since: stoppedAt, why: 'stopped', reason: null };
  return { since: from, why: 'not-begun', reason: null };
}

function pauseOf(db: Db, lesson: string): Recording['unrecorded'] {
  const last = db
    .prepare<[string], { at: number; reason: string | null }>(
      `SELECT at, reason FROM pauses WHERE lesson = ? AND event = 'paused' ORDER BY seq DESC LIMIT 1`,
    )
    .get(lesson);
  return last ? { since: last.at, why: 'paused', reason: last.reason } : null;
}

function lastVideoAt(db: Db, { plan, id }: Session): number | undefined {
  const last = db
    .prepare<[string, string], { endAt: number | null }>(
      'SELECT max(end_at) AS endAt FROM segments WHERE class = ? AND session = ?',
    )
    .get(plan.class, id);
  return last?.endAt ?? undefined;
}
