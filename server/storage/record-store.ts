import type { Insertable, Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { RecordState, RecordTable } from './schema.ts';

export type StoredRecord = Selectable<RecordTable>;
export type NewRecord = Insertable<RecordTable>;

/** The logs of all kiosks, as they came. */
export class RecordStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Adds a record; its id is its acceptance index. */
  async add(record: NewRecord): Promise<number> {
    const row = await this.#db.insertInto('records').values(record).returning('id').executeTakeFirstOrThrow();
    return row.id;
  }

  /** Digests of the records of `device` whose `seq` lies between `from` and `to`, both included. */
  async digests(device: string, from: number, to: number): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#db
      .selectFrom('records')
      .select(['seq', 'digest'])
      .where('device', '=', device)
      .where('seq', '>=', from)
      .where('seq', '<=', to)
      .execute();
    return new Map(rows.map((row) => [String(row.seq), row.digest]));
  }

  /** The records of `device` after `seq`, in log order. */
  async after(device: string, seq: number, limit: number): Promise<readonly StoredRecord[]> {
    return this.#db
      .selectFrom('records')
      .selectAll()
      .where('device', '=', device)
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(limit)
      .execute();
  }

  async byIds(ids: readonly number[]): Promise<ReadonlyMap<number, StoredRecord>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#db.selectFrom('records').selectAll().where('id', 'in', ids).execute();
    return new Map(rows.map((row) => [row.id, row]));
  }

  async setState(id: number, state: RecordState): Promise<void> {
    await this.#db.updateTable('records').set({ state }).where('id', '=', id).execute();
  }

  /** Devices that have ever written a record, known ones and ones whose row was taken away. */
  async devices(classId?: string): Promise<readonly string[]> {
    let query = this.#db.selectFrom('records').select('device').distinct();
    if (classId !== undefined) query = query.where('class_id', '=', classId);
    return (await query.execute()).map((row) => row.device);
  }

  async countVerified(): Promise<number> {
    const row = await this.#db
      .selectFrom('records')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('state', '=', 'verified')
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }
}
