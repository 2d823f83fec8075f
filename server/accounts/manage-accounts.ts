import { AppError } from '../../sync/base/errors.ts';
import { invalidField } from '../../sync/base/parse.ts';
import type { AccountPlace, Actor, NewAccount, NewPassword } from '../../sync/contract/accounts.ts';
import type { Context } from '../parts.ts';
import type { StoredAccount } from '../storage/account-store.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { hashPassword } from './passwords.ts';
import { belongsToOrganiser } from './rights.ts';
import { dropSecondFactor } from './second-factor.ts';
import { typablePassword } from './secrets.ts';

type Parts = Pick<Context, 'database' | 'clock' | 'serverKey'>;

/** Makes an account; throws `conflict` when there is one of this name. */
export async function makeAccount(parts: Parts, by: Actor, order: NewAccount): Promise<NewPassword> {
  const { user, role } = order;
  const password = typablePassword();
  const hash = await hashPassword(password);
  await inTransaction(parts.database, async (stores) => {
    const organiser = await organiserOf(parts, stores, order);
    const isNew = await stores.accounts.add(user, hash, { role, organiser }, parts.clock.now());
    if (!isNew) throw nameTaken();
    await writeDown(parts, stores, by, 'account-made', { user, role, organiser });
  });
  return { user, password };
}

/** A new password, for who forgot theirs; every session of the account ends. */
export async function resetPassword(parts: Parts, by: Actor, user: string): Promise<NewPassword> {
  const password = typablePassword();
  const password_hash = await hashPassword(password);
  await changeAccount(parts, { by, user, action: 'account-password-reset' }, async (stores) => {
    await stores.accounts.change(user, { password_hash });
    return {};
  });
  return { user, password };
}

/** Another role, or another organiser; every session of the account ends. */
export async function placeAccount(
  parts: Parts,
  by: Actor,
  user: string,
  place: AccountPlace,
): Promise<void> {
  const { role } = place;
  await changeAccount(parts, { by, user, action: 'account-placed' }, async (stores) => {
    const organiser = await organiserOf(parts, stores, place);
    await stores.accounts.change(user, { role, organiser_id: organiser });
    return { role, organiser };
  });
}

export async function setDisabled(parts: Parts, by: Actor, user: string, disabled: boolean): Promise<void> {
  const action = disabled ? 'account-disabled' : 'account-enabled';
  await changeAccount(parts, { by, user, action }, async (stores) => {
    await stores.accounts.change(user, { disabled_at: disabled ? parts.clock.now() : null });
    return {};
  });
}

/** For who lost their authenticator and the recovery codes; every session of the account ends. */
export async function resetSecondFactor(parts: Parts, by: Actor, user: string): Promise<void> {
  await changeAccount(parts, { by, user, action: 'second-factor-reset' }, async (stores) => {
    await dropSecondFactor(stores, user);
    return {};
  });
}

interface Change {
  readonly by: Actor;
  readonly user: string;
  readonly action: string;
}

/** `work` gives what the journal shall say besides the user. Throws `not_found`, and `conflict` for one's own account. */
async function changeAccount(
  parts: Parts,
  { by, user, action }: Change,
  work: (stores: Stores, account: StoredAccount) => Promise<Record<string, unknown>>,
): Promise<void> {
  if (by.kind === 'account' && by.user === user) throw ownAccount();
  await inTransaction(parts.database, async (stores) => {
    const account = await stores.accounts.find(user);
    if (!account) throw noSuchAccount();
    const data = await work(stores, account);
    await stores.sessions.endAllOf(user);
    await writeDown(parts, stores, by, action, { user, ...data });
  });
}

/** The id of the organiser that the account shall belong to. */
async function organiserOf(
  { clock }: Parts,
  { accounts }: Stores,
  { role, organiser }: AccountPlace,
): Promise<string | null> {
  const name = organiser?.trim() ?? '';
  if (belongsToOrganiser(role) === (name !== '')) {
    return name === '' ? null : (await accounts.ensureOrganiser(name, clock.now())).id;
  }
  if (name === '') {
    throw invalidField('account', 'organiser', 'is needed for this role', '该角色必须填写所属培训主体');
  }
  throw invalidField(
    'account',
    'organiser',
    'must be empty for the bureau’s roles',
    '人社与财政的角色不属于培训主体',
  );
}

async function writeDown(
  { clock, serverKey }: Parts,
  { journal }: Stores,
  by: Actor,
  action: string,
  data: Record<string, unknown>,
): Promise<void> {
  await journal.append({ at: clock.now(), by, action, data }, serverKey);
}

function nameTaken(): AppError {
  return new AppError('conflict', 'There is an account of this name.', {
    zh: '该用户名已存在，请换一个。',
    field: 'user',
  });
}

function noSuchAccount(): AppError {
  return new AppError('not_found', 'There is no account of this name.', { zh: '没有该用户名的账号。' });
}

/** So that the last administrator cannot lock everybody out. */
function ownAccount(): AppError {
  return new AppError('conflict', 'Your own account is changed by another administrator.', {
    zh: '不能更改自己的账号，请由另一位管理员操作；密码与二次验证请到“我的账号”修改。',
  });
}
