import type { SelectQueryBuilder } from 'kysely';
import type { Statement } from '../../sync/contract/statements.ts';
import type { TimeReceipt } from '../../sync/evidence/time.ts';
import type { Database } from './database.ts';
import { readStatement } from './read-statement.ts';
import type { Tables } from './schema.ts';

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
    const { device, nonce, at, head, clock } = receipt.body;
    const seq = Number(receipt.body.seq);
    const held = anchor === null ? undefined : (await this.byIds([anchor])).get(anchor)?.body;
    if (held?.device === device) await this.#dropOlder(device, seq, held.at);
    const statement = JSON.stringify(receipt);
    await this.#db
      .insertInto('time_receipts')
      .values({ id, device, nonce, seq, head, boot: clock.boot, at, statement })
      .execute();
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

  /**
   * The receipts that cover places from `from` on, by place: those up to `to`, and the first after it. What a kiosk
   * said of a record to come covers nothing until a record of that very digest is there: it might have said anything.
   */
  async covering(device: string, from: number, to: number): Promise<readonly Statement<'time-receipt'>[]> {
    const kept = this.#db
      .selectFrom('time_receipts')
      .innerJoin('records', (join) =>
        join
          .onRef('records.device', '=', 'time_receipts.device')
          .onRef('records.seq', '=', 'time_receipts.seq')
          .onRef('records.digest', '=', 'time_receipts.head'),
      )
      .select('time_receipts.statement')
      .where('time_receipts.device', '=', device)
      .where('time_receipts.seq', '>=', from)
      .orderBy('time_receipts.at');
    const beside = await kept.where('time_receipts.seq', '<=', to).execute();
    const after = await kept.where('time_receipts.seq', '>', to).limit(1).execute();
    return [...beside, ...after].flatMap((row) => readStatement('time-receipt', row.statement) ?? []);
  }

  /** True when another boot of the machine has asked since this one last did: its requests are old by now. */
  async isBootOver(device: string, boot: string): Promise<boolean> {
    const last = await this.#newestAt(device, (query) => query.where('boot', '=', boot));
    const other = await this.#newestAt(device, (query) => query.where('boot', '!=', boot));
    return last !== undefined && other !== undefined && other > last;
  }

  async #newestAt(device: string, narrow: (query: AtQuery) => AtQuery): Promise<number | undefined> {
    const query = this.#db.selectFrom('time_receipts').select('at').where('device', '=', device);
    return (await narrow(query).orderBy('at', 'desc').limit(1).executeTakeFirst())?.at;
  }
}

type AtQuery = SelectQueryBuilder<Tables, 'time_receipts', { at: number }>;
