import type { Db } from '../store/database.ts';

/** Where an earlier run of this program left a session's recording. */
export interface ResumePoint {
  readonly lesson: string;
  readonly stoppedAt: number | null;
  readonly stoppedBy: string | null;
  /** End of the last segment or gap; null when there is none. */
  readonly coveredUntil: number | null;
}

export function resumePoint(db: Db, classId: string, session: string): ResumePoint | undefined {
  return db
    .prepare<[string, string], ResumePoint>(
      `SELECT l.lesson, l.stopped_at AS stoppedAt, l.stopped_by AS stoppedBy,
         (SELECT max(end_at) FROM (
            SELECT end_at FROM segments s WHERE s.class = l.class AND s.session = l.session
            UNION ALL SELECT end_at FROM gaps g WHERE g.class = l.class AND g.session = l.session
         )) AS coveredUntil
       FROM lessons l WHERE l.class = ? AND l.session = ? ORDER BY l.rowid DESC LIMIT 1`,
    )
    .get(classId, session);
}
