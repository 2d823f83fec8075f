import type { Actor } from '../../sync/contract/accounts.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import type { Signer } from '../../sync/evidence/keys.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import type { Database } from './database.ts';
import { readStatement } from './read-statement.ts';
import type { JournalTable } from './schema-accounts.ts';

export interface Deed {
  readonly at: number;
  readonly by: Actor;
  /** What was done: `filing-accepted`. */
  readonly action: string;
  readonly class?: string | null;
  /** Names people by their ids; no name, number or secret. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Of one class, or of some actions. */
interface Only {
  readonly class?: string;
  readonly actions?: readonly string[];
}

/** What the first entry names as the one before it. */
export const beforeTheFirst = '0'.repeat(64);

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
    const last = await this.head();
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
  async after(seq: number, limit: number, only: Only = {}): Promise<readonly Statement<'journal-entry'>[]> {
    const rows = await this.#entries(only).where('seq', '>', seq).orderBy('seq').limit(limit).execute();
    return rows.flatMap(toStatement);
  }

  /** Newest first, before `seq`. */
  async before(seq: number, limit: number, only: Only = {}): Promise<readonly Statement<'journal-entry'>[]> {
    const rows = await this.#entries(only)
      .where('seq', '<', seq)
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute();
    return rows.flatMap(toStatement);
  }

  /** Where it ends; undefined while it is empty. */
  async head(): Promise<{ readonly seq: number; readonly digest: string } | undefined> {
    return this.#db
      .selectFrom('journal')
      .select(['seq', 'digest'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  /** Rows as they are stored, in order, after `seq`. */
  async rows(seq: number, limit: number): Promise<readonly JournalTable[]> {
    return this.#db
      .selectFrom('journal')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(limit)
      .execute();
  }

  #entries(only: Only) {
    let query = this.#db.selectFrom('journal').select('statement');
    if (only.class !== undefined) query = query.where('class_id', '=', only.class);
    if (only.actions !== undefined) query = query.where('action', 'in', only.actions);
    return query;
  }
}

function toStatement(row: { readonly statement: string }): Statement<'journal-entry'>[] {
  const statement = readStatement('journal-entry', row.statement);
  return statement ? [statement] : [];
}
