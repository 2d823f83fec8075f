import type { Database } from './database.ts';

export interface FeedEntry {
  readonly feedIndex: number;
  readonly recordId: number;
}

/** The order in which the pull API gives check-ins out. */
export class FeedStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Puts a record at the end, and only there: when it was damaged and is whole again, and when it is withdrawn. */
  async append(recordId: number): Promise<void> {
    await this.#db.deleteFrom('feed').where('record_id', '=', recordId).execute();
    await this.#db.insertInto('feed').values({ record_id: recordId }).execute();
  }

  /** Puts newly accepted records at the end, in their order. */
  async appendNew(recordIds: readonly number[]): Promise<void> {
    if (recordIds.length === 0) return;
    await this.#db
      .insertInto('feed')
      .values(recordIds.map((id) => ({ record_id: id })))
      .execute();
  }

  /** Entries after `cursor` whose record is verified, or was until its device was revoked. */
  async after(cursor: number, limit: number, classId?: string): Promise<readonly FeedEntry[]> {
    let query = this.#db
      .selectFrom('feed')
      .innerJoin('records', 'records.id', 'feed.record_id')
      .select(['feed.feed_index as feedIndex', 'feed.record_id as recordId'])
      .where('feed.feed_index', '>', cursor)
      .where((e) =>
        e.or([e('records.state', '=', 'verified'), e('records.held_for', '=', 'device-revoked')]),
      );
    if (classId !== undefined) query = query.where('records.class_id', '=', classId);
    return query.orderBy('feed.feed_index').limit(limit).execute();
  }

  /** Which of these records (ids) are in the feed. */
  async contains(ids: readonly number[]): Promise<ReadonlySet<number>> {
    if (ids.length === 0) return new Set();
    const rows = await this.#db
      .selectFrom('feed')
      .select('record_id')
      .where('record_id', 'in', ids)
      .execute();
    return new Set(rows.map((row) => row.record_id));
  }
}
