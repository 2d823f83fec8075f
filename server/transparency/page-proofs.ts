import type { Statement } from '../../sync/contract/statements.ts';
import { parseRecord } from '../../sync/evidence/record.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import { hashLeaf, sameHash } from '../../sync/evidence/tlog/tree-hash.ts';
import type { Context } from '../parts.ts';
import type { StoredCheckpoint } from '../storage/merkle-store.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import type { Stores } from '../storage/stores.ts';
import { ServerLog } from './server-log.ts';

/** The proofs that the items of one page carry: all of one checkpoint, one that witnesses cosigned if it reaches so far. */
export class PageProofs {
  readonly #log: ServerLog;
  readonly #stores: Stores;
  readonly #checkpoint: StoredCheckpoint;
  readonly #note: string;
  readonly #receipts: ReadonlyMap<string, Statement<'time-receipt'>>;

  private constructor(
    log: ServerLog,
    stores: Stores,
    signed: { checkpoint: StoredCheckpoint; note: string },
    receipts: ReadonlyMap<string, Statement<'time-receipt'>>,
  ) {
    this.#log = log;
    this.#stores = stores;
    this.#checkpoint = signed.checkpoint;
    this.#note = signed.note;
    this.#receipts = receipts;
  }

  static async prepare(context: Context, rows: readonly StoredRecord[]): Promise<PageProofs> {
    const { stores, serverKey, clock } = context;
    const log = new ServerLog(stores.merkle, serverKey);
    const needed = Math.max(0, ...rows.map((row) => (row.leaf_index ?? -1) + 1));
    const cosigned = await stores.merkle.newestCosigned();
    const checkpoint = cosigned && cosigned.size >= needed ? cosigned : await log.checkpoint(clock.now());
    const note = await log.noteOf(checkpoint);
    const anchors = rows.flatMap((row) => parseRecord(row.text)?.body.anchor ?? []);
    const named = await stores.timeReceipts.byIds([...new Set(anchors)]);
    const opened = [...named].filter(([, receipt]) =>
      openStatement('time-receipt', receipt, serverKey.publicKey),
    );
    return new PageProofs(log, stores, { checkpoint, note }, new Map(opened));
  }

  timeReceipt(anchor: string | null): Statement<'time-receipt'> | null {
    return anchor === null ? null : (this.#receipts.get(anchor) ?? null);
  }

  /** Undefined when the record does not stand at its place of the log. */
  async logProof({ leaf_index: index, text }: StoredRecord): Promise<string | undefined> {
    if (index === null || index >= this.#checkpoint.size) return undefined;
    const leaf = await this.#stores.merkle.read(0, index);
    if (!sameHash(leaf, hashLeaf(Buffer.from(text, 'utf8')))) return undefined;
    return this.#log.proof(index, this.#checkpoint, this.#note);
  }
}
