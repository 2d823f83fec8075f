import type { Selectable } from 'kysely';
import type { Statement } from '../../sync/contract/statements.ts';
import { parseRecord } from '../../sync/evidence/record.ts';
import type { Database } from './database.ts';
import { readStatement } from './read-statement.ts';
import type { SegmentFileTable } from './schema.ts';
import type { FileType } from './segment-store.ts';

export interface Announcement {
  readonly sizeBytes: number;
  readonly class: string | null;
  readonly type: FileType;
}

/** What records announce files: the table of those that are accepted, and the kind of those that are held. */
const announcing = [
  { table: 'segments', kind: 'segment', type: 'mp4' },
  { table: 'photos', kind: 'photo', type: 'jpg' },
] as const;

/** A segment or photograph that lies here, or should. */
export interface KeptSegment {
  readonly sha256: string;
  /** Null when no file is entered under this digest. */
  readonly state: 'verified' | 'damaged' | null;
  readonly receipts: readonly { readonly device: string; readonly receipt: string }[];
  /** Who announced it, if that record is not held. */
  readonly announced: { readonly device: string; readonly class: string | null } | undefined;
}

/** Which segments and photographs lie on the disk, and what we signed for them. */
export class SegmentFileStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * The record in which `device` announced this file. One that is held serves, too: the video is kept, for
   * a kiosk sends its files in order and must not stop at one.
   */
  async announcement(device: string, sha256: string): Promise<Announcement | undefined> {
    for (const { table, type } of announcing) {
      const announced = await this.#db
        .selectFrom(table)
        .innerJoin('records', 'records.id', `${table}.record_id`)
        .select([`${table}.size_bytes as sizeBytes`, `${table}.class_id as class`])
        .where(`${table}.device`, '=', device)
        .where(`${table}.sha256`, '=', sha256)
        .where('records.state', '=', 'verified')
        .limit(1)
        .executeTakeFirst();
      if (announced) return { ...announced, type };
    }
    return this.#heldAnnouncement(device, sha256);
  }

  /** True for a held record, too, and for one that was changed here since. */
  async wasAnnounced(device: string, sha256: string): Promise<boolean> {
    for (const { table } of announcing) {
      const row = await this.#db
        .selectFrom(table)
        .select('record_id')
        .where('device', '=', device)
        .where('sha256', '=', sha256)
        .executeTakeFirst();
      if (row) return true;
    }
    return (await this.#heldAnnouncement(device, sha256)) !== undefined;
  }

  /** What is stored under this device and digest: whether it still holds is for `openStatement` to say. */
  async receipt(device: string, sha256: string): Promise<Statement<'segment-receipt'> | undefined> {
    const row = await this.#db
      .selectFrom('segment_receipts')
      .select('receipt')
      .where('device', '=', device)
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    return readStatement('segment-receipt', row?.receipt ?? null);
  }

  async receipts(devices: readonly string[]): Promise<readonly Statement<'segment-receipt'>[]> {
    if (devices.length === 0) return [];
    const rows = await this.#db
      .selectFrom('segment_receipts')
      .select('receipt')
      .where('device', 'in', devices)
      .orderBy('device')
      .orderBy('sha256')
      .execute();
    return rows.flatMap((row) => readStatement('segment-receipt', row.receipt) ?? []);
  }

  async file(sha256: string): Promise<Selectable<SegmentFileTable> | undefined> {
    return this.#db.selectFrom('segment_files').selectAll().where('sha256', '=', sha256).executeTakeFirst();
  }

  async addVerified(receipt: Statement<'segment-receipt'>): Promise<void> {
    const { device, sha256, sizeBytes, receivedAt } = receipt.body;
    await this.#db
      .insertInto('segment_files')
      .values({ sha256, size_bytes: sizeBytes, stored_at: receivedAt, state: 'verified' })
      .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ state: 'verified' }))
      .execute();
    await this.#db
      .insertInto('segment_receipts')
      .values({ device, sha256, receipt: JSON.stringify(receipt) })
      .onConflict((conflict) =>
        conflict.columns(['device', 'sha256']).doUpdateSet({ receipt: JSON.stringify(receipt) }),
      )
      .execute();
  }

  async setState(sha256: string, state: 'verified' | 'damaged'): Promise<void> {
    await this.#db.updateTable('segment_files').set({ state }).where('sha256', '=', sha256).execute();
  }

  /** What is entered as a file or signed for, by digest, after `sha256`. */
  async keptAfter(sha256: string, limit: number): Promise<readonly KeptSegment[]> {
    const files = this.#db.selectFrom('segment_files').select('sha256');
    const digests = await this.#db
      .selectFrom(files.union(this.#db.selectFrom('segment_receipts').select('sha256')).as('kept'))
      .select('sha256')
      .where('sha256', '>', sha256)
      .orderBy('sha256')
      .limit(limit)
      .execute();
    return Promise.all(digests.map((row) => this.#kept(row.sha256)));
  }

  async #kept(sha256: string): Promise<KeptSegment> {
    const receipts = await this.#db
      .selectFrom('segment_receipts')
      .select(['device', 'receipt'])
      .where('sha256', '=', sha256)
      .orderBy('device')
      .execute();
    const [announced] = (
      await Promise.all(announcing.map(({ table }) => this.#announcedIn(table, sha256)))
    ).flat();
    const file = await this.file(sha256);
    return { sha256, state: file?.state ?? null, receipts, announced };
  }

  #announcedIn(table: 'segments' | 'photos', sha256: string) {
    const query = this.#db.selectFrom(table).select(['device', 'class_id as class']);
    return query.where('sha256', '=', sha256).limit(1).execute();
  }

  async #heldAnnouncement(device: string, sha256: string): Promise<Announcement | undefined> {
    const row = await this.#db
      .selectFrom('records')
      .select(['text', 'kind', 'class_id'])
      .where('device', '=', device)
      .where(
        'kind',
        'in',
        announcing.map(({ kind }) => kind),
      )
      .where('state', '=', 'held')
      .where('held_for', '!=', 'malformed-record')
      .where((e) => e(e.fn<number>('instr', ['text', e.val(`"sha256":"${sha256}"`)]), '>', 0))
      .executeTakeFirst();
    const data = row && parseRecord(row.text)?.body.data;
    const type = announcing.find(({ kind }) => kind === row?.kind)?.type ?? 'mp4';
    return data && { sizeBytes: Number(data.sizeBytes), class: row.class_id, type };
  }

  async countVerified(): Promise<number> {
    const row = await this.#db
      .selectFrom('segment_files')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('state', '=', 'verified')
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }
}
