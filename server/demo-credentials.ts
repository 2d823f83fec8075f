import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { randomId } from '../sync/base/ids.ts';
import { parseAs } from '../sync/base/parse.ts';
import { closed } from '../sync/contract/primitives.ts';
import { sha256 } from '../sync/evidence/digest.ts';
import { hashPassword, randomSecret } from './accounts/secrets.ts';
import type { Context } from './parts.ts';

const DemoCredentials = Type.Object(
  { user: Type.String(), password: Type.String(), pullToken: Type.String() },
  closed,
);
type DemoCredentials = Static<typeof DemoCredentials>;

/**
 * The demo's reviewer and pull token: made at the first start, kept in an owner-only file so that later starts
 * print the same, and made known to the server at every start.
 */
export async function demoCredentials({ stores, clock }: Context, file: string): Promise<DemoCredentials> {
  if (!existsSync(file)) create(file);
  const credentials = parseAs(DemoCredentials, JSON.parse(readFileSync(file, 'utf8')), file);
  const { user, password, pullToken } = credentials;
  await stores.accounts.setReviewer(user, await hashPassword(password), clock.now());
  await stores.accounts.addPullToken(sha256(pullToken), 'demo', clock.now());
  return credentials;
}

/** Fifty bits in letters and digits that nobody mistakes for one another. */
function typablePassword(): string {
  return randomId('ses').slice(4, 14);
}

function create(file: string): void {
  const credentials = { user: 'reviewer', password: typablePassword(), pullToken: randomSecret() };
  writeFileSync(`${file}.new`, JSON.stringify(credentials), { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
