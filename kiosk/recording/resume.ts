import type { GapCause } from '../../sync/contract/lesson-records.ts';
import type { RecordBody } from '../../sync/contract/records.ts';
import type { Db } from '../store/database.ts';
import type { Stretch } from './stretch.ts';

/** Where an earlier run of this program left a session's recording. */
export interface ResumePoint {
  readonly lesson: string;
  readonly startedAt: number;
  /** When the class admin stopped it for good; null when they did not. */
  readonly stoppedAt: number | null;
  readonly ended: boolean;
  readonly paused: boolean;
  /** When the class admin wanted no video. */
  readonly idle: readonly Stretch[];
  /** End of the last segment or gap; null when there is none. */
  readonly coveredUntil: number | null;
  /** Cause of the gap that ends there; null when video does. */
  readonly lastCause: GapCause | null;
}

interface LessonRow {
  readonly lesson: string;
  readonly started_at: number;
  readonly stopped_at: number | null;
  readonly stopped_by: 'plan' | 'class-admin' | null;
}

/** Undefined when the session was never recorded here. */
export function resumePoint(db: Db, classId: string, session: string): ResumePoint | undefined {
  const row = db
    .prepare<[string, string], LessonRow>(
      'SELECT lesson, started_at, stopped_at, stopped_by FROM lessons WHERE class = ? AND session = ? ORDER BY rowid DESC LIMIT 1',
    )
    .get(classId, session);
  if (!row) return undefined;
  const stoppedAt = row.stopped_by === 'class-admin' ? row.stopped_at : null;
  const pauses = pausesOf(db, row.lesson);
  const lasting = { startAt: stoppedAt ?? 0, endAt: Number.POSITIVE_INFINITY };
  return {
    lesson: row.lesson,
    startedAt: row.started_at,
    stoppedAt,
    ended: row.stopped_at !== null,
    paused: pauses.at(-1)?.endAt === Number.POSITIVE_INFINITY,
    idle: [...pauses, ...(stoppedAt === null ? [] : [lasting])],
    ...coveredOf(db, classId, session),
  };
}

/** End of the last segment or gap of a session, and the cause if it is a gap. */
export function coveredOf(db: Db, classId: string, session: string) {
  const last = db
    .prepare<[string, string, string, string], { endAt: number; cause: GapCause | null }>(
      `SELECT end_at AS endAt, cause FROM (
         SELECT end_at, NULL AS cause FROM segments WHERE class = ? AND session = ?
         UNION ALL SELECT end_at, cause FROM gaps WHERE class = ? AND session = ?
       ) ORDER BY end_at DESC, cause LIMIT 1`,
    )
    .get(classId, session, classId, session);
  return { coveredUntil: last?.endAt ?? null, lastCause: last?.cause ?? null };
}

/** A lesson's pauses in order; the last one lasts until Infinity when nobody has resumed it. */
export function pausesOf(db: Db, lesson: string): Stretch[] {
  const rows = db
    .prepare<[string], { event: 'paused' | 'resumed'; at: number }>(
      'SELECT event, at FROM pauses WHERE lesson = ? ORDER BY seq',
    )
    .all(lesson);
  const pauses: Stretch[] = [];
  for (const { event, at } of rows) {
    const last = pauses.at(-1);
    if (event === 'paused') pauses.push({ startAt: at, endAt: Number.POSITIVE_INFINITY });
    else if (last) pauses[pauses.length - 1] = { ...last, endAt: at };
  }
  return pauses;
}

/** When this kiosk first had a class's plan, by its wall clock; undefined when it never had. */
export function planKnownSince(db: Db, classId: string): number | undefined {
  const row = db
    .prepare<[string], { envelope: string }>(
      `SELECT envelope FROM log WHERE kind = 'plan' AND class = ? ORDER BY seq LIMIT 1`,
    )
    .get(classId);
  return row && (JSON.parse(row.envelope) as { body: RecordBody }).body.wall;
}
