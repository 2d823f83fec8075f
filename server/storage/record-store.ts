import { CompiledQuery, type Insertable, type Selectable, sql } from 'kysely';
import type { Database } from './database.ts';
import type { RecordState, RecordTable } from './schema.ts';

export type StoredRecord = Selectable<RecordTable>;
export type ReceivedRecord = Pick<
  Insertable<RecordTable>,
  'device' | 'seq' | 'digest' | 'text' | 'class_id' | 'kind' | 'received_at'
>;
export type Settled = Pick<
  StoredRecord,
  'id' | 'state' | 'held_for' | 'acceptance' | 'earliest_at' | 'latest_at' | 'time_sign' | 'leaf_index'
>;

/** One statement for many rows takes half the time of one a row; a statement for each number of rows is kept. */
const rowsAtOnce = 50;

/** Written here, for Kysely would build a tree of a thousand values, which takes as long as SQLite does. */
function insertOf(records: readonly ReceivedRecord[]): CompiledQuery {
  const rows = Array(records.length).fill(`(?, ?, ?, ?, ?, ?, ?, 'received')`).join(', ');
  const values: unknown[] = [];
  for (const { device, seq, digest, text, class_id, kind, received_at } of records)
    values.push(device, seq, digest, text, class_id, kind, received_at);
  return CompiledQuery.raw(
    `INSERT INTO records (device, seq, digest, text, class_id, kind, received_at, state) VALUES ${rows}`,
    values,
  );
}

/** Literally, for the index of records that wait knows no parameter. */
const received = sql.lit<RecordState>('received');

/** The logs of all kiosks, as they came. */
export class RecordStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Adds records that were taken in and not verified yet; the order of their ids is that of their coming. */
  async addReceived(records: readonly ReceivedRecord[]): Promise<void> {
    for (let i = 0; i < records.length; i += rowsAtOnce) {
      await this.#db.executeQuery(insertOf(records.slice(i, i + rowsAtOnce)));
    }
  }

  /** What was found of received records. */
  async settle(found: readonly Settled[]): Promise<void> {
    await sql`
      UPDATE records SET state = found.value ->> 'state', held_for = found.value ->> 'held_for',
        acceptance = found.value ->> 'acceptance', earliest_at = found.value ->> 'earliest_at',
        latest_at = found.value ->> 'latest_at', time_sign = found.value ->> 'time_sign',
        leaf_index = found.value ->> 'leaf_index'
      FROM json_each(${JSON.stringify(found)}) AS found WHERE records.id = found.value ->> 'id'`.execute(
      this.#db,
    );
  }

  /** The records of `device` after `after` that wait to be verified, in log order. */
  async received(device: string, after: number, limit: number): Promise<readonly StoredRecord[]> {
    return this.#db
      .selectFrom('records')
      .selectAll()
      .where('state', '=', received)
      .where('device', '=', device)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .execute();
  }

  /** Devices with records that wait to be verified. */
  async devicesWaiting(): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('records')
      .select('device')
      .distinct()
      .where('state', '=', received)
      .execute();
    return rows.map((row) => row.device);
  }

  async at(device: string, seq: number): Promise<StoredRecord | undefined> {
    return this.#db
      .selectFrom('records')
      .selectAll()
      .where('device', '=', device)
      .where('seq', '=', seq)
      .executeTakeFirst();
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

  /** The held records of `device` of one kind, in log order. */
  async heldOfKind(device: string, kind: string): Promise<readonly StoredRecord[]> {
    return this.#db
      .selectFrom('records')
      .selectAll()
      .where('device', '=', device)
      .where('state', '=', 'held')
      .where('kind', '=', kind)
      .orderBy('seq')
      .execute();
  }

  /** The newest accepted record of one kind of `device` after `seq`. No index knows the kind: keep the stretch short. */
  async newestOfKind(device: string, kind: string, seq: number): Promise<StoredRecord | undefined> {
    return this.#db
      .selectFrom('records')
      .selectAll()
      .where('device', '=', device)
      .where('seq', '>', seq)
      .where('kind', '=', kind)
      .where('state', '=', 'verified')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  /** Accepted records of `device` from `seq` on, those among them that were edited since, too. */
  async acceptedFrom(device: string, seq: number): Promise<readonly StoredRecord[]> {
    return this.#db
      .selectFrom('records')
      .selectAll()
      .where('device', '=', device)
      .where('seq', '>=', seq)
      .where('state', 'in', ['verified', 'changed'])
      .where('held_for', 'is', null)
      .orderBy('seq')
      .execute();
  }

  /** How many accepted records of `device` stand from `seq` on; of one kind, if it is said. */
  async countVerifiedFrom(device: string, seq: number, kind?: string): Promise<number> {
    let query = this.#db
      .selectFrom('records')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('device', '=', device)
      .where('seq', '>=', seq)
      .where('state', '=', 'verified');
    if (kind !== undefined) query = query.where('kind', '=', kind);
    return Number((await query.executeTakeFirstOrThrow()).count);
  }

  /** The newest held check-ins of a class, newest first. */
  async heldCheckIns(classId: string, limit: number): Promise<readonly StoredRecord[]> {
    return this.#db
      .selectFrom('records')
      .selectAll()
      .where('class_id', '=', classId)
      .where('state', '=', 'held')
      .where('kind', '=', 'check-in')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  /** How many records of a class are in a state; of one kind, if it is said. */
  async countOfClass(classId: string, state: RecordState, kind?: string): Promise<number> {
    let query = this.#db
      .selectFrom('records')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('class_id', '=', classId)
      .where('state', '=', state);
    if (kind !== undefined) query = query.where('kind', '=', kind);
    return Number((await query.executeTakeFirstOrThrow()).count);
  }

  /** An accepted record does not count any more. */
  async withdraw(id: number, heldFor: string): Promise<void> {
    await this.#db
      .updateTable('records')
      .set({ state: 'held', held_for: heldFor, acceptance: null })
      .where('id', '=', id)
      .execute();
  }

  /** Entries of the server's log from `index` on, in its order. */
  async entries(index: number, limit: number): Promise<readonly { leaf: number; text: string }[]> {
    const rows = await this.#db
      .selectFrom('records')
      .select(['leaf_index as leaf', 'text'])
      .where('leaf_index', '>=', index)
      .orderBy('leaf_index')
      .limit(limit)
      .execute();
    return rows.map(({ leaf, text }) => ({ leaf: leaf as number, text }));
  }

  /** Accepted records that are not in the server's log yet: those of version 0.1. */
  async outsideLog(limit: number): Promise<readonly StoredRecord[]> {
    return this.#db
      .selectFrom('records')
      .selectAll()
      .where('state', '=', 'verified')
      .where('leaf_index', 'is', null)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  async setLeaf(id: number, leafIndex: number): Promise<void> {
    await this.#db.updateTable('records').set({ leaf_index: leafIndex }).where('id', '=', id).execute();
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
