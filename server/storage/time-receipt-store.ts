import type { Statement } from '../../sync/contract/statements.ts';
import type { TimeReceipt } from '../../sync/evidence/time.ts';
import type { Database } from './database.ts';
import { readStatement } from './read-statement.ts';

/** Every receipt of time that a record may name, or that bounds one. */
export class TimeReceiptStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async hasNonce(device: string, nonce: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('time_receipts')
      .select('id')
      .where('device', '=', device)
      .where('nonce', '=', nonce)
      .executeTakeFirst();
    return row !== undefined;
  }

  async newest(device: string): Promise<Statement<'time-receipt'> | undefined> {
    const row = await this.#db
      .selectFrom('time_receipts')
      .select('statement')
      .where('device', '=', device)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return readStatement('time-receipt', row?.statement ?? null);
  }

  /**
   * A kiosk that writes nothing keeps asking all the same: of the receipts at this place in its log, those older than
   * the one that it holds (`anchor`) can never be named any more.
   */
  async add(id: string, receipt: Statement<'time-receipt'>, anchor: string | null): Promise<void> {
    const { device, nonce, at } = receipt.body;
    const seq = Number(receipt.body.seq);
    const held = anchor === null ? undefined : (await this.byIds([anchor])).get(anchor)?.body;
    if (held?.device === device) await this.#dropOlder(device, seq, held.at);
    const statement = JSON.stringify(receipt);
    await this.#db.insertInto('time_receipts').values({ id, device, nonce, seq, at, statement }).execute();
  }

  async #dropOlder(device: string, seq: number, at: number): Promise<void> {
    await this.#db
      .deleteFrom('time_receipts')
      .where('device', '=', device)
      .where('seq', '=', seq)
      .where('at', '<', at)
      .execute();
  }

  async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Statement<'time-receipt'>>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#db.selectFrom('time_receipts').selectAll().where('id', 'in', ids).execute();
    return new Map(
      rows.flatMap((row) => {
        const statement = readStatement('time-receipt', row.statement);
        return statement ? [[row.id, statement] as const] : [];
      }),
    );
  }

  /** The furthest place of this device's log that we gave a receipt for. */
  async newestPlace(device: string): Promise<TimeReceipt | undefined> {
    const row = await this.#db
      .selectFrom('time_receipts')
      .select('statement')
      .where('device', '=', device)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return readStatement('time-receipt', row?.statement ?? null)?.body;
  }

  /** What we signed of this device's log between two places, both included, by place. */
  async between(device: string, from: number, to: number): Promise<readonly Statement<'time-receipt'>[]> {
    const rows = await this.#db
      .selectFrom('time_receipts')
      .select('statement')
      .where('device', '=', device)
      .where('seq', '>=', from)
      .where('seq', '<=', to)
      .orderBy('seq')
      .orderBy('at')
      .execute();
    return rows.flatMap((row) => readStatement('time-receipt', row.statement) ?? []);
  }

  /** The first receipt that covers each of the places from `from` on. */
  async covering(device: string, from: number): Promise<Statement<'time-receipt'> | undefined> {
    const row = await this.#db
      .selectFrom('time_receipts')
      .select('statement')
      .where('device', '=', device)
      .where('seq', '>=', from)
      .orderBy('at')
      .limit(1)
      .executeTakeFirst();
    return readStatement('time-receipt', row?.statement ?? null);
  }
}
