import { AppError } from '../../sync/base/errors.ts';
import type { OwnAccount, SecondFactorSecret } from '../../sync/contract/accounts.ts';
import type { Context } from '../parts.ts';
import type { StoredAccount } from '../storage/account-store.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { decidesMoney } from './rights.ts';
import { enrol, newSecret, takeCode } from './second-factor.ts';
import { TryThrottle } from './try-throttle.ts';

interface Who {
  readonly user: string;
  /** Digest of the token of the session that asks. */
  readonly session: string;
}

/** What somebody does to their own account. An open session alone is not enough: the password is asked again. */
export class OwnAccounts {
  readonly #context: Context;
  readonly #throttle: TryThrottle;

  constructor(context: Context) {
    this.#context = context;
    this.#throttle = new TryThrottle(context.clock);
  }

  async show(user: string): Promise<OwnAccount> {
    const { stores, secondFactor } = this.#context;
    const account = await this.#find(stores, user);
    const organiser = account.organiser_id && (await stores.accounts.organiser(account.organiser_id));
    return {
      user,
      role: account.role,
      organiser: organiser || null,
      secondFactor: account.totp !== null,
      secondFactorRequired: secondFactor === 'required' && decidesMoney(account.role),
      recoveryCodesLeft: await stores.accounts.countRecoveryCodes(user),
    };
  }

  /** Ends every session of the account, this one too. Throws `forbidden` for a wrong password. */
  async changePassword({ user }: Who, password: string, next: string): Promise<void> {
    const { password_hash: known } = await this.#checkPassword(user, password);
    const password_hash = await hashPassword(next);
    await this.#do(user, 'own-password-changed', async (stores, account) => {
      if (account.password_hash !== known) throw wrongPassword();
      await stores.accounts.change(user, { password_hash });
      await stores.sessions.endAllOf(user);
    });
  }

  /** Who changes to another authenticator shows that they have the old one. */
  async beginEnrolment(
    { user }: Who,
    { password, code }: { readonly password: string; readonly code?: string },
  ): Promise<SecondFactorSecret> {
    const { database, secretBox, clock } = this.#context;
    await this.#checkPassword(user, password);
    this.#throttle.begin(codesOf(user));
    const secret = await inTransaction(database, async (stores) => {
      const account = await this.#find(stores, user);
      const shown = { code: code ?? '', now: clock.now() };
      const known = account.totp === null || (await takeCode(stores, secretBox, account, shown));
      return known ? newSecret(stores, secretBox, user) : undefined;
    });
    if (!secret) throw wrongCode();
    this.#throttle.succeed(codesOf(user));
    return secret;
  }

  /** Gives the recovery codes; every other session of the account ends. */
  async endEnrolment({ user, session }: Who, code: string): Promise<string[]> {
    this.#throttle.begin(codesOf(user));
    const { secretBox, clock } = this.#context;
    const codes = await this.#do(user, 'second-factor-enrolled', async (stores, account) => {
      const made = await enrol(stores, secretBox, account, { code, now: clock.now() });
      if (!made) throw wrongCode();
      await stores.sessions.endAllOf(user, session);
      return made;
    });
    this.#throttle.succeed(codesOf(user));
    return codes;
  }

  async #checkPassword(user: string, password: string): Promise<StoredAccount> {
    this.#throttle.begin(user);
    const account = await this.#find(this.#context.stores, user);
    if (!(await isPassword(password, account.password_hash))) throw wrongPassword();
    this.#throttle.succeed(user);
    return account;
  }

  #do<T>(
    user: string,
    action: string,
    work: (stores: Stores, account: StoredAccount) => Promise<T>,
  ): Promise<T> {
    const { database, clock, serverKey } = this.#context;
    return inTransaction(database, async (stores) => {
      const account = await this.#find(stores, user);
      const done = await work(stores, account);
      const by = { kind: 'account', user, role: account.role } as const;
      await stores.journal.append({ at: clock.now(), by, action, data: {} }, serverKey);
      return done;
    });
  }

  async #find({ accounts }: Stores, user: string): Promise<StoredAccount> {
    const account = await accounts.find(user);
    if (account) return account;
    throw new Error('an account with a session is gone');
  }
}

/** Apart from passwords: who knows the password gains no tries at codes. */
const codesOf = (user: string): string => `${user} code`;

/** Not `unauthorised`: the session goes on. */
function wrongPassword(): AppError {
  return new AppError('forbidden', 'The present password is wrong.', {
    zh: '当前密码不正确。',
    field: 'password',
  });
}

function wrongCode(): AppError {
  return new AppError('forbidden', 'The code is wrong, or was used: wait for the next one.', {
    zh: '验证码错误或已使用，请等待下一个验证码。',
    field: 'code',
  });
}
