import type { Database } from './database.ts';

export interface Receiver {
  readonly id: string;
  readonly url: string;
  /** Sealed. */
  readonly secret: string;
  /** Entries of the journal up to here have their deliveries. */
  readonly seenSeq: number;
}

export interface ReceiverState {
  readonly id: string;
  readonly url: string;
  readonly active: boolean;
  readonly madeAt: number;
  readonly madeBy: string;
  readonly waiting: number;
  readonly givenUp: number;
  readonly next: Delivery | null;
}

export interface Delivery {
  /** Of the journal entry that it tells of. */
  readonly seq: number;
  /** So many attempts have failed. */
  readonly attempts: number;
  readonly nextAt: number;
  readonly lastStatus: number | null;
}

/** Receivers of webhooks, and what each is still to be told. */
export class WebhookStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** It is told of what comes after `seenSeq`. */
  async add(receiver: Receiver, { at, by }: { readonly at: number; readonly by: string }): Promise<void> {
    const { id, url, secret, seenSeq } = receiver;
    await this.#db
      .insertInto('webhooks')
      .values({ id, url, secret, active: 1, seen_seq: seenSeq, made_at: at, made_by: by })
      .execute();
  }

  /** False when there is none of this id. */
  async remove(id: string): Promise<boolean> {
    await this.#db.deleteFrom('webhook_deliveries').where('hook_id', '=', id).execute();
    const { numDeletedRows } = await this.#db
      .deleteFrom('webhooks')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  }

  /** Those that want to be told. */
  async active(): Promise<readonly Receiver[]> {
    return this.#db
      .selectFrom('webhooks')
      .select(['id', 'url', 'secret', 'seen_seq as seenSeq'])
      .where('active', '=', 1)
      .orderBy('id')
      .execute();
  }

  async states(): Promise<readonly ReceiverState[]> {
    const rows = await this.#db.selectFrom('webhooks').selectAll().orderBy('made_at').execute();
    return Promise.all(
      rows.map(async (row) => ({
        id: row.id,
        url: row.url,
        active: row.active === 1,
        madeAt: row.made_at,
        madeBy: row.made_by,
        waiting: await this.#count(row.id, 'waiting'),
        givenUp: await this.#count(row.id, 'given-up'),
        next: (await this.next(row.id)) ?? null,
      })),
    );
  }

  /** The receiver is to be told of these entries, all up to `seenSeq`. Call it in a transaction. */
  async plan(id: string, seqs: readonly number[], seenSeq: number, now: number): Promise<void> {
    const first = { attempts: 0, state: 'waiting', made_at: now, next_at: now, last_status: null };
    if (seqs.length > 0) {
      await this.#db
        .insertInto('webhook_deliveries')
        .values(seqs.map((seq) => ({ hook_id: id, seq, ...first })))
        .onConflict((conflict) => conflict.columns(['hook_id', 'seq']).doNothing())
        .execute();
    }
    await this.#db.updateTable('webhooks').set({ seen_seq: seenSeq }).where('id', '=', id).execute();
  }

  /** The oldest that waits: nothing later goes out before it. */
  async next(id: string): Promise<Delivery | undefined> {
    return this.#db
      .selectFrom('webhook_deliveries')
      .select(['seq', 'attempts', 'next_at as nextAt', 'last_status as lastStatus'])
      .where('hook_id', '=', id)
      .where('state', '=', 'waiting')
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst();
  }

  async delivered(id: string, seq: number, status: number): Promise<void> {
    await this.#set(id, seq, { state: 'delivered', last_status: status });
  }

  /** `nextAt` null gives up. */
  async failed(id: string, { seq, attempts, nextAt, lastStatus }: Failure): Promise<void> {
    const what = nextAt === null ? { state: 'given-up' } : { next_at: nextAt };
    await this.#set(id, seq, { ...what, attempts, last_status: lastStatus });
  }

  /** The receiver is gone for good. */
  async deactivate(id: string): Promise<void> {
    await this.#db.updateTable('webhooks').set({ active: 0 }).where('id', '=', id).execute();
  }

  async #set(id: string, seq: number, change: DeliveryChange): Promise<void> {
    await this.#db
      .updateTable('webhook_deliveries')
      .set(change)
      .where('hook_id', '=', id)
      .where('seq', '=', seq)
      .execute();
  }

  async #count(id: string, state: string): Promise<number> {
    const row = await this.#db
      .selectFrom('webhook_deliveries')
      .select((e) => e.fn.countAll().as('count'))
      .where('hook_id', '=', id)
      .where('state', '=', state)
      .executeTakeFirst();
    return Number(row?.count ?? 0);
  }
}

interface Failure extends Omit<Delivery, 'nextAt'> {
  readonly nextAt: number | null;
}

interface DeliveryChange {
  readonly state?: string;
  readonly attempts?: number;
  readonly next_at?: number;
  readonly last_status: number | null;
}
