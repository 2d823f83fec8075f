import type { Selectable } from 'kysely';
import type { Statement } from '../../sync/contract/statements.ts';
import type { Database } from './database.ts';
import type { SegmentFileTable, SegmentTable } from './schema.ts';

/** Which segments lie on the disk, and what we signed for them. */
export class SegmentFileStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The verified record in which `device` announced this segment. */
  async announcement(device: string, sha256: string): Promise<Selectable<SegmentTable> | undefined> {
    return this.#db
      .selectFrom('segments')
      .innerJoin('records', 'records.id', 'segments.record_id')
      .selectAll('segments')
      .where('segments.device', '=', device)
      .where('segments.sha256', '=', sha256)
      .where('records.state', '=', 'verified')
      .limit(1)
      .executeTakeFirst();
  }

  async receipt(device: string, sha256: string): Promise<Statement<'segment-receipt'> | undefined> {
    const row = await this.#db
      .selectFrom('segment_receipts')
      .select('receipt')
      .where('device', '=', device)
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    return row && (JSON.parse(row.receipt) as Statement<'segment-receipt'>);
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
    return rows.map((row) => JSON.parse(row.receipt) as Statement<'segment-receipt'>);
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
      .onConflict((conflict) => conflict.columns(['device', 'sha256']).doNothing())
      .execute();
  }

  async setState(sha256: string, state: 'verified' | 'damaged'): Promise<void> {
    await this.#db.updateTable('segment_files').set({ state }).where('sha256', '=', sha256).execute();
  }

  /** Segments that we signed for, by digest, after `sha256`: each with its file's state and who announced it. */
  async signedFor(sha256: string, limit: number) {
    return this.#db
      .selectFrom('segment_receipts')
      .leftJoin('segment_files', 'segment_files.sha256', 'segment_receipts.sha256')
      .leftJoin('segments', (join) =>
        join
          .onRef('segments.sha256', '=', 'segment_receipts.sha256')
          .onRef('segments.device', '=', 'segment_receipts.device'),
      )
      .select((e) => [
        'segment_receipts.sha256',
        e.fn.min('segment_receipts.device').as('device'),
        e.fn.min('segment_receipts.receipt').as('receipt'),
        e.fn.min('segment_files.state').as('state'),
        e.fn.min('segments.class_id').as('classId'),
      ])
      .where('segment_receipts.sha256', '>', sha256)
      .groupBy('segment_receipts.sha256')
      .orderBy('segment_receipts.sha256')
      .limit(limit)
      .execute();
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
