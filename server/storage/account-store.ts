import type { Selectable } from 'kysely';
import { randomId } from '../../sync/base/ids.ts';
import type { AccountRole, Organiser } from '../../sync/contract/accounts.ts';
import type { Database } from './database.ts';
import type { AccountTable } from './schema-accounts.ts';

export type StoredAccount = Selectable<AccountTable>;

interface Place {
  readonly role: AccountRole;
  /** Id of an organiser; null for the bureau's people. */
  readonly organiser: string | null;
}

/** Accounts, the organisers that they belong to, and the tokens of pulling systems. Secrets are kept as hashes only. */
export class AccountStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async find(user: string): Promise<StoredAccount | undefined> {
    return this.#db.selectFrom('accounts').selectAll().where('user', '=', user).executeTakeFirst();
  }

  async all(): Promise<readonly StoredAccount[]> {
    return this.#db.selectFrom('accounts').selectAll().orderBy('user').execute();
  }

  /** False when there is an account of this name. */
  async add(user: string, passwordHash: string, { role, organiser }: Place, at: number): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('accounts')
      .values({ user, password_hash: passwordHash, role, organiser_id: organiser, made_at: at })
      .onConflict((conflict) => conflict.column('user').doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  /** Changes some fields of an account; false when there is none of this name. */
  async change(user: string, fields: Partial<Omit<AccountTable, 'user' | 'made_at'>>): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('accounts')
      .set(fields)
      .where('user', '=', user)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** Notes that the code of this time step was taken; false when that one, or a later one, was before. */
  async takeStep(user: string, step: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('accounts')
      .set({ totp_step: step })
      .where('user', '=', user)
      .where((e) => e.or([e('totp_step', 'is', null), e('totp_step', '<', step)]))
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async replaceRecoveryCodes(user: string, hashes: readonly string[]): Promise<void> {
    await this.#db.deleteFrom('recovery_codes').where('user', '=', user).execute();
    for (const code_hash of hashes) {
      await this.#db.insertInto('recovery_codes').values({ user, code_hash }).execute();
    }
  }

  /** Takes a recovery code out; false when it is not one, or was used. */
  async takeRecoveryCode(user: string, hash: string): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('recovery_codes')
      .where('user', '=', user)
      .where('code_hash', '=', hash)
      .executeTakeFirst();
    return numDeletedRows === 1n;
  }

  async countRecoveryCodes(user: string): Promise<number> {
    const row = await this.#db
      .selectFrom('recovery_codes')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('user', '=', user)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  async organisers(): Promise<readonly Organiser[]> {
    return this.#db.selectFrom('organisers').select(['id', 'name']).orderBy('name').execute();
  }

  async organiser(id: string): Promise<Organiser | undefined> {
    const all = this.#db.selectFrom('organisers').select(['id', 'name']);
    return all.where('id', '=', id).executeTakeFirst();
  }

  async organiserByName(name: string): Promise<Organiser | undefined> {
    const all = this.#db.selectFrom('organisers').select(['id', 'name']);
    return all.where('name', '=', name.trim()).executeTakeFirst();
  }

  /** The organiser of this name; made when there is none yet. */
  async ensureOrganiser(name: string, at: number): Promise<Organiser> {
    const made = { id: randomId('org'), name: name.trim(), made_at: at };
    await this.#db
      .insertInto('organisers')
      .values(made)
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    return (await this.organiserByName(name)) ?? made;
  }

  async isClassOf(classId: string, organiser: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('classes')
      .select('id')
      .where('id', '=', classId)
      .where('organiser_id', '=', organiser)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Video or a photograph that some class of the organiser announces. */
  async isFileOf(sha256: string, organiser: string): Promise<boolean> {
    for (const table of ['segments', 'photos'] as const) {
      const row = await this.#db
        .selectFrom(table)
        .innerJoin('records', 'records.id', `${table}.record_id`)
        .innerJoin('classes', 'classes.id', `${table}.class_id`)
        .innerJoin('segment_receipts', (join) =>
          join
            .onRef('segment_receipts.sha256', '=', `${table}.sha256`)
            .onRef('segment_receipts.device', '=', `${table}.device`),
        )
        .select('classes.id')
        .where(`${table}.sha256`, '=', sha256)
        .where('records.state', '=', 'verified')
        .where('classes.organiser_id', '=', organiser)
        .executeTakeFirst();
      if (row) return true;
    }
    return false;
  }

  async classesOf(organiser: string): Promise<ReadonlySet<string>> {
    const rows = await this.#db
      .selectFrom('classes')
      .select('id')
      .where('organiser_id', '=', organiser)
      .execute();
    return new Set(rows.map(({ id }) => id));
  }

  async addPullToken(tokenHash: string, label: string, at: number): Promise<void> {
    await this.#db
      .insertInto('pull_tokens')
      .values({ token_hash: tokenHash, label, made_at: at })
      .onConflict((conflict) => conflict.column('token_hash').doNothing())
      .execute();
  }

  /** The tokens of this label let nobody in any more; gives how many there were. */
  async endPullTokens(label: string): Promise<number> {
    const ended = await this.#db.deleteFrom('pull_tokens').where('label', '=', label).executeTakeFirst();
    return Number(ended.numDeletedRows);
  }

  async hasPullToken(tokenHash: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('pull_tokens')
      .select('label')
      .where('token_hash', '=', tokenHash)
      .executeTakeFirst();
    return row !== undefined;
  }
}
