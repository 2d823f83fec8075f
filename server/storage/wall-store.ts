import { sql } from 'kysely';
import type { Database } from './database.ts';

/** A half-day of a class. */
export interface SessionOfClass {
  readonly classId: string;
  readonly session: string;
}

/** What the wall asks of many classes at once, in one query each: it is looked at every few seconds. */
export class WallStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Who was checked in in these sessions, once each. */
  async checkedIn(sessions: readonly SessionOfClass[]) {
    if (sessions.length === 0) return [];
    return this.#db
      .selectFrom('check_ins')
      .innerJoin('records', 'records.id', 'check_ins.record_id')
      .select(['check_ins.class_id as classId', 'check_ins.person'])
      .distinct()
      .where(within('check_ins', sessions))
      .where('check_ins.outcome', '=', 'accepted')
      .where('check_ins.direction', '=', 'in')
      .where('records.state', '=', 'verified')
      .execute();
  }

  /** Starts and stops of the recording of these sessions, the oldest first. */
  async lessonEvents(sessions: readonly SessionOfClass[]) {
    if (sessions.length === 0) return [];
    return this.#db
      .selectFrom('lessons')
      .innerJoin('records', 'records.id', 'lessons.record_id')
      .select(['lessons.class_id as classId', 'lessons.event', 'lessons.at'])
      .where(within('lessons', sessions))
      .where('records.state', '=', 'verified')
      .orderBy('lessons.record_id')
      .execute();
  }

  /** Of each class, the end of its room's newest film that began after `since`. */
  async filmedUntil(classes: readonly string[], since: number): Promise<ReadonlyMap<string, number>> {
    if (classes.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('segments')
      .innerJoin('records', 'records.id', 'segments.record_id')
      .select((e) => ['segments.class_id as classId', e.fn.max('segments.end_at').as('endAt')])
      .where('segments.class_id', 'in', classes)
      .where('segments.start_at', '>', since)
      .where('segments.camera', '=', 'room')
      .where('records.state', '=', 'verified')
      .groupBy('segments.class_id')
      .execute();
    return new Map(rows.map(({ classId, endAt }) => [classId ?? '', Number(endAt)]));
  }

  /** How many findings each class has that has any. */
  async findings(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#db
      .selectFrom('findings')
      .select((e) => ['class_id as classId', e.fn.countAll<number>().as('count')])
      .where('class_id', 'is not', null)
      .groupBy('class_id')
      .execute();
    return new Map(rows.map(({ classId, count }) => [classId ?? '', Number(count)]));
  }
}

/** Rows of a table of which one of these sessions is the class and the session. */
function within(table: 'check_ins' | 'lessons', sessions: readonly SessionOfClass[]) {
  const place = sql`(${sql.ref(`${table}.class_id`)}, ${sql.ref(`${table}.session`)})`;
  const rows = sessions.map(({ classId, session }) => sql`(${classId}, ${session})`);
  return sql<boolean>`${place} in (values ${sql.join(rows)})`;
}
