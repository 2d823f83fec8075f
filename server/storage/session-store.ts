import type { Database } from './database.ts';

/** A session ends so long after its last request. */
const idleMs = 2 * 3_600_000;
/** Every note that somebody is still there is a synced commit: one in a while is enough. */
const seenEveryMs = 60_000;

/** Sessions of accounts, by the digest of their token. */
export class SessionStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add(tokenHash: string, user: string, now: number, expiresAt: number): Promise<void> {
    await this.#db
      .insertInto('sessions')
      .values({ token_hash: tokenHash, user, expires_at: expiresAt, seen_at: now })
      .execute();
  }

  /** Whose session it is, unless it has ended; it is seen by that. */
  async userOf(tokenHash: string, now: number): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('sessions')
      .select(['user', 'seen_at'])
      .where('token_hash', '=', tokenHash)
      .where('expires_at', '>', now)
      .where('seen_at', '>', now - idleMs)
      .executeTakeFirst();
    if (row && Math.abs(now - row.seen_at) >= seenEveryMs) {
      const mine = this.#db.updateTable('sessions').where('token_hash', '=', tokenHash);
      await mine.set({ seen_at: now }).execute();
    }
    return row?.user;
  }

  async end(tokenHash: string): Promise<void> {
    await this.#db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();
  }

  /** `but`: digest of the token of one that goes on. */
  async endAllOf(user: string, but = ''): Promise<void> {
    const others = this.#db.deleteFrom('sessions').where('token_hash', '!=', but);
    await others.where('user', '=', user).execute();
  }

  async dropEnded(now: number): Promise<void> {
    await this.#db
      .deleteFrom('sessions')
      .where((e) => e.or([e('expires_at', '<=', now), e('seen_at', '<=', now - idleMs)]))
      .execute();
  }
}
