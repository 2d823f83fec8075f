import { existsSync, readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { parseAs } from '../sync/base/parse.ts';
import type { AccountRole } from '../sync/contract/accounts.ts';
import { closed } from '../sync/contract/primitives.ts';
import { sha256 } from '../sync/evidence/digest.ts';
import { writeSecretFile } from '../sync/evidence/key-file.ts';
import { hashPassword } from './accounts/passwords.ts';
import { randomSecret, typableText } from './accounts/secrets.ts';
import type { Context } from './parts.ts';

const DemoCredentials = Type.Object(
  { user: Type.String(), password: Type.String(), pullToken: Type.String() },
  closed,
);
type DemoCredentials = Static<typeof DemoCredentials>;

/** The organiser of the demo's class, as its filing names it. */
export const demoOrganiser = '绥化示范职业培训学校（虚构）';
/** One account a role, all of one password; `reviewer` is the one that is printed. */
const accounts: readonly { readonly user: string; readonly role: AccountRole }[] = [
  { user: 'reviewer', role: 'reviewer' },
  { user: 'organiser', role: 'organiser' },
  { user: 'teacher', role: 'class-admin' },
  { user: 'finance', role: 'finance-reviewer' },
  { user: 'admin', role: 'bureau-admin' },
];

/**
 * The demo's accounts and pull token: made at the first start, kept in an owner-only file so that later starts
 * print the same, and made known to the server at every start.
 */
export async function demoCredentials(context: Context, file: string): Promise<DemoCredentials> {
  if (!existsSync(file)) create(file);
  const credentials = parseAs(DemoCredentials, JSON.parse(readFileSync(file, 'utf8')), file);
  for (const { user, role } of accounts) await keepAccount(context, user, role, credentials.password);
  const { stores, clock } = context;
  await stores.accounts.addPullToken(sha256(credentials.pullToken), 'demo', clock.now());
  return credentials;
}

async function keepAccount(
  { stores, clock }: Context,
  user: string,
  role: AccountRole,
  password: string,
): Promise<void> {
  const ofOrganiser = role === 'organiser' || role === 'class-admin';
  const id = ofOrganiser ? (await stores.accounts.ensureOrganiser(demoOrganiser, clock.now())).id : null;
  const password_hash = await hashPassword(password);
  const isNew = await stores.accounts.add(user, password_hash, { role, organiser: id }, clock.now());
  if (!isNew) await stores.accounts.change(user, { password_hash, disabled_at: null });
}

function create(file: string): void {
  const credentials = { user: 'reviewer', password: typableText(10), pullToken: randomSecret() };
  writeSecretFile(file, JSON.stringify(credentials));
}
