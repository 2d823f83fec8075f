import type { Database } from './database.ts';

/** Reviewers, their sessions, and the tokens of pulling systems. Secrets are kept as hashes only. */
export class AccountStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async passwordHash(user: string): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('accounts')
      .select('password_hash')
      .where('user', '=', user)
      .executeTakeFirst();
    return row?.password_hash;
  }

  /** Adds a reviewer, or gives an old one a new password. */
  async setReviewer(user: string, passwordHash: string, at: number): Promise<void> {
    await this.#db
      .insertInto('accounts')
      .values({ user, password_hash: passwordHash, role: 'reviewer', made_at: at })
      .onConflict((conflict) => conflict.column('user').doUpdateSet({ password_hash: passwordHash }))
      .execute();
  }

  async addSession(tokenHash: string, user: string, expiresAt: number): Promise<void> {
    await this.#db
      .insertInto('sessions')
      .values({ token_hash: tokenHash, user, expires_at: expiresAt })
      .execute();
  }

  async sessionUser(tokenHash: string, now: number): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('sessions')
      .select('user')
      .where('token_hash', '=', tokenHash)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return row?.user;
  }

  async endSession(tokenHash: string): Promise<void> {
    await this.#db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();
  }

  async dropExpiredSessions(now: number): Promise<void> {
    await this.#db.deleteFrom('sessions').where('expires_at', '<=', now).execute();
  }

  async addPullToken(tokenHash: string, label: string, at: number): Promise<void> {
    await this.#db
      .insertInto('pull_tokens')
      .values({ token_hash: tokenHash, label, made_at: at })
      .onConflict((conflict) => conflict.column('token_hash').doNothing())
      .execute();
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
