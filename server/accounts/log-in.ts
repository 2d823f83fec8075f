import { AppError, messageOf } from '../../sync/base/errors.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import type { Context } from '../parts.ts';
import type { StoredAccount } from '../storage/account-store.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { hashPassword, isOutdated, isPassword } from './passwords.ts';
import { takeCode } from './second-factor.ts';
import { randomSecret } from './secrets.ts';
import { TryThrottle } from './try-throttle.ts';

/** However busy it is: a session ends after so long. */
const lastsMs = 12 * 3_600_000;

interface Tried {
  readonly user: string;
  readonly password: string;
  readonly code?: string;
}

type Reason = 'password' | 'code' | 'disabled';

interface LoggedIn {
  readonly token: string;
  readonly account: StoredAccount;
}

/** Opens sessions. Who guesses has to wait; what happens to an account stands in the journal. */
export class LogIn {
  readonly #context: Context;
  readonly #throttle: TryThrottle;

  constructor(context: Context) {
    this.#context = context;
    this.#throttle = new TryThrottle(context.clock);
  }

  /** Throws `unauthorised`, `second_factor_needed`, `too_many_tries`. */
  async run({ user, password, code }: Tried): Promise<LoggedIn> {
    const waitMs = this.#throttle.begin(user);
    const account = await this.#context.stores.accounts.find(user);
    const isRight = await isPassword(password, account?.password_hash);
    if (!account) throw wrongPassword();
    if (!isRight) throw this.#refusal(account, 'password', waitMs);
    if (account.disabled_at !== null) throw this.#refusal(account, 'disabled', waitMs);
    if (account.totp !== null && code === undefined) {
      this.#throttle.pardon(user);
      throw codeNeeded();
    }
    const token = await this.#open(account, password, code);
    if (token === undefined) throw this.#refusal(account, 'code', waitMs);
    this.#throttle.succeed(user);
    return { token, account };
  }

  /** The token of a new session; undefined for a wrong code, or when the account was changed meanwhile. */
  async #open(
    account: StoredAccount,
    password: string,
    code: string | undefined,
  ): Promise<string | undefined> {
    const { database, clock, serverKey, secretBox } = this.#context;
    const { user, role } = account;
    const now = clock.now();
    const hash = isOutdated(account.password_hash) ? await hashPassword(password) : account.password_hash;
    return inTransaction(database, async (stores) => {
      const still = await stores.accounts.find(user);
      if (still?.password_hash !== account.password_hash || still.disabled_at !== null) return undefined;
      const secondFactor =
        still.totp === null ? 'none' : await takeCode(stores, secretBox, still, { code: code ?? '', now });
      if (!secondFactor) return undefined;
      await stores.accounts.change(user, { password_hash: hash, last_login_at: now });
      const by = { kind: 'account', user, role } as const;
      await stores.journal.append({ at: now, by, action: 'login-done', data: { secondFactor } }, serverKey);
      return addSession(stores, user, now);
    });
  }

  /** The answer does not wait for the journal: it would tell by its time which names are accounts. */
  #refusal(account: StoredAccount, reason: Reason, waitMs: number): AppError {
    const { log } = this.#context;
    this.#writeDown(account, reason, waitMs).catch((error: unknown) => {
      log.error({ err: messageOf(error) }, 'a failed login could not be written down');
    });
    return refusals[reason]();
  }

  /** Names that are no account's are not: anybody could fill the journal with them, or type a password there. */
  async #writeDown({ user }: StoredAccount, reason: Reason, waitMs: number): Promise<void> {
    const { database, clock, serverKey } = this.#context;
    const said = { at: clock.now(), by: { kind: 'system', part: 'login' } } as const;
    await inTransaction(database, async ({ journal }) => {
      await journal.append({ ...said, action: 'login-failed', data: { user, reason } }, serverKey);
      if (waitMs === 0) return;
      const data = { user, seconds: waitMs / 1_000 };
      await journal.append({ ...said, action: 'login-locked', data }, serverKey);
    });
  }
}

async function addSession({ sessions }: Stores, user: string, now: number): Promise<string> {
  const token = randomSecret();
  await sessions.dropEnded(now);
  await sessions.add(sha256(token), user, now, now + lastsMs);
  return token;
}

function wrongPassword(): AppError {
  return new AppError('unauthorised', 'The user or the password is wrong.', { zh: '用户名或密码错误。' });
}

function codeNeeded(): AppError {
  return new AppError('second_factor_needed', 'Give the code of your authenticator, or a recovery code.', {
    zh: '请输入身份验证器上的 6 位验证码，或一个恢复码。',
  });
}

function wrongCode(): AppError {
  return new AppError('unauthorised', 'The code is wrong, or was used: wait for the next one.', {
    zh: '验证码错误或已使用，请等待下一个验证码。',
    field: 'code',
  });
}

function disabled(): AppError {
  return new AppError('unauthorised', 'This account is disabled: ask an administrator.', {
    zh: '该账号已停用，请联系管理员。',
  });
}

const refusals = { password: wrongPassword, code: wrongCode, disabled };
