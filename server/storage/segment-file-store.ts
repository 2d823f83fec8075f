import type { Selectable } from 'kysely';
import type { Statement } from '../../sync/contract/statements.ts';
import { parseRecord } from '../../sync/evidence/record.ts';
import type { Database } from './database.ts';
import { readStatement } from './read-statement.ts';
import type { SegmentFileTable } from './schema.ts';

export interface Announcement {
  readonly sizeBytes: number;
  readonly class: string | null;
}

/** A segment that lies here, or should. */
export interface KeptSegment {
  readonly sha256: string;
  /** Null when no file is entered under this digest. */
  readonly state: 'verified' | 'damaged' | null;
  readonly receipts: readonly { readonly device: string; readonly receipt: string }[];
  /** Who announced it, if that record is not held. */
  readonly announced: { readonly device: string; readonly class: string | null } | undefined;
}

/** Which segments lie on the disk, and what we signed for them. */
export class SegmentFileStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * The record in which `device` announced this segment. One that is held serves, too: the video is kept, for
   * a kiosk sends its segments in order and must not stop at one.
   */
  async announcement(device: string, sha256: string): Promise<Announcement | undefined> {
    const announced = await this.#db
      .selectFrom('segments')
      .innerJoin('records', 'records.id', 'segments.record_id')
      .select(['segments.size_bytes as sizeBytes', 'segments.class_id as class'])
      .where('segments.device', '=', device)
      .where('segments.sha256', '=', sha256)
      .where('records.state', '=', 'verified')
      .limit(1)
      .executeTakeFirst();
    return announced ?? this.#heldAnnouncement(device, sha256);
  }

  /** True for a held record, too. */
  async wasAnnounced(device: string, sha256: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('segments')
      .select('record_id')
      .where('device', '=', device)
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    return (row ?? (await this.#heldAnnouncement(device, sha256))) !== undefined;
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
    const announced = await this.#db
      .selectFrom('segments')
      .select(['device', 'class_id as class'])
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    const file = await this.file(sha256);
    return { sha256, state: file?.state ?? null, receipts, announced };
  }

  async #heldAnnouncement(device: string, sha256: string): Promise<Announcement | undefined> {
    const row = await this.#db
      .selectFrom('records')
      .select(['text', 'class_id'])
      .where('device', '=', device)
      .where('kind', '=', 'segment')
      .where('state', '=', 'held')
      .where('held_for', '!=', 'malformed-record')
      .where((e) => e(e.fn<number>('instr', ['text', e.val(`"sha256":"${sha256}"`)]), '>', 0))
      .executeTakeFirst();
    const data = row && parseRecord(row.text)?.body.data;
    return data && { sizeBytes: Number(data.sizeBytes), class: row.class_id };
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
