import type { Actor } from '../../sync/contract/accounts.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import type { Signer } from '../../sync/evidence/keys.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import type { Database } from './database.ts';
import { readStatement } from './read-statement.ts';

export interface Deed {
  readonly at: number;
  readonly by: Actor;
  /** What was done: `filing-accepted`. */
  readonly action: string;
  readonly class?: string | null;
  /** Names people by their ids; no name, number or secret. */
  readonly data: Readonly<Record<string, unknown>>;
}

const beforeTheFirst = '0'.repeat(64);

/** The server's own log: what people did, in one chain of signed entries. */
export class JournalStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Adds an entry. Call it in the transaction that writes what the entry explains. */
  async append(
    { at, by, action, class: classId, data }: Deed,
    signer: Signer,
  ): Promise<Statement<'journal-entry'>> {
    const last = await this.#db
      .selectFrom('journal')
      .select(['seq', 'digest'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    const seq = (last?.seq ?? 0) + 1;
    const body = { v: 1, seq: String(seq), prev: last?.digest ?? beforeTheFirst, at, by, action } as const;
    const statement = sealStatement('journal-entry', { ...body, class: classId ?? null, data }, signer);
    const text = canonicalJson(statement);
    await this.#db
      .insertInto('journal')
      .values({ seq, digest: sha256(text), at, action, class_id: classId ?? null, statement: text })
      .execute();
    return statement;
  }

  /** In order, after `seq`; of one class, or of some actions, where given. */
  async after(
    seq: number,
    limit: number,
    only: { readonly class?: string; readonly actions?: readonly string[] } = {},
  ): Promise<readonly Statement<'journal-entry'>[]> {
    let query = this.#db.selectFrom('journal').select('statement').where('seq', '>', seq);
    if (only.class !== undefined) query = query.where('class_id', '=', only.class);
    if (only.actions !== undefined) query = query.where('action', 'in', only.actions);
    const rows = await query.orderBy('seq').limit(limit).execute();
    return rows.flatMap((row) => readStatement('journal-entry', row.statement) ?? []);
  }
}
