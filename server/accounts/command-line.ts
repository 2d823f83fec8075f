import { invalidField, isOf } from '../../sync/base/parse.ts';
import { AccountRole, type Actor, UserName } from '../../sync/contract/accounts.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import { writeDown } from '../journal/write-down.ts';
import type { Context } from '../parts.ts';
import {
  makeAccount,
  placeAccount,
  resetPassword,
  resetSecondFactor,
  setDisabled,
} from './manage-accounts.ts';
import { randomSecret } from './secrets.ts';

export interface AccountOptions {
  readonly 'add-reviewer'?: string;
  readonly 'add-account'?: string;
  readonly role?: string;
  readonly organiser?: string;
  readonly 'reset-second-factor'?: string;
  readonly 'add-pull-token'?: string;
  readonly 'end-pull-token'?: string;
}

const by: Actor = { kind: 'system', part: 'command-line' };

/** What to print; undefined when nothing about accounts was asked for. Throws `invalid_input`. */
export async function accountCommand(context: Context, given: AccountOptions): Promise<string | undefined> {
  const { 'add-reviewer': reviewer, 'add-account': user, 'reset-second-factor': lockedOut } = given;
  if (reviewer !== undefined) return addAccount(context, reviewer, { role: 'reviewer', organiser: null });
  if (user !== undefined) {
    const { role, organiser = null } = given;
    if (!isOf(AccountRole, role)) throw noSuchRole();
    return addAccount(context, user, { role, organiser });
  }
  if (lockedOut !== undefined) {
    await resetSecondFactor(context, by, lockedOut);
    return `已重置二次验证 Second factor reset: ${lockedOut}`;
  }
  const { 'add-pull-token': label, 'end-pull-token': ended } = given;
  if (ended !== undefined) return endPullToken(context, ended);
  return label === undefined ? undefined : addPullToken(context, label);
}

/** Makes an account, or gives an old one a new password, role and organiser, and opens it again; gives the password. */
async function addAccount(
  context: Context,
  user: string,
  place: { readonly role: AccountRole; readonly organiser: string | null },
): Promise<string> {
  if (!(await context.stores.accounts.find(user))) {
    if (!isOf(UserName, user)) throw badName();
    return (await makeAccount(context, by, { user, ...place })).password;
  }
  await placeAccount(context, by, user, place);
  await setDisabled(context, by, user, false);
  return (await resetPassword(context, by, user)).password;
}

async function addPullToken(context: Context, label: string): Promise<string> {
  const secret = randomSecret();
  await context.stores.accounts.addPullToken(sha256(secret), label, context.clock.now());
  await writeDown(context, { at: context.clock.now(), by, action: 'pull-token-made', data: { label } });
  return secret;
}

/** For one that leaked, or whose system is gone. */
async function endPullToken(context: Context, label: string): Promise<string> {
  if ((await context.stores.accounts.endPullTokens(label)) === 0) {
    throw invalidField('pull token', 'label', 'is that of no token', '没有该名称的令牌');
  }
  await writeDown(context, { at: context.clock.now(), by, action: 'pull-token-ended', data: { label } });
  return `已停用拉取令牌 Pull token ended: ${label}`;
}

function noSuchRole() {
  const roles = AccountRole.anyOf.map((role) => role.const).join(', ');
  return invalidField('account', 'role', `must be one of ${roles}`, `应为 ${roles} 之一`);
}

function badName() {
  const zh = '应为 2 至 40 个字母、数字或 . _ @ -，以字母或数字开头';
  return invalidField('account', 'user', 'must be 2 to 40 letters, digits or . _ @ -', zh);
}
