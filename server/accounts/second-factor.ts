import { randomBytes } from 'node:crypto';
import { sha256 } from '../../sync/evidence/digest.ts';
import type { StoredAccount } from '../storage/account-store.ts';
import type { Stores } from '../storage/stores.ts';
import type { SecretBox } from './secret-box.ts';
import { typableText } from './secrets.ts';
import { base32, otpauthUri, secretBytes, stepOf } from './totp.ts';

const recoveryCodes = 10;

interface Shown {
  readonly code: string;
  readonly now: number;
}

/** Takes the code of an authenticator, or a recovery code, each once; undefined for neither. */
export async function takeCode(
  { accounts }: Stores,
  box: SecretBox,
  { user, totp }: StoredAccount,
  { code, now }: Shown,
): Promise<'totp' | 'recovery-code' | undefined> {
  const secret = totp === null ? undefined : box.open(totp, user);
  const step = secret && stepOf(secret, code, now);
  if (step !== undefined) return (await accounts.takeStep(user, step)) ? 'totp' : undefined;
  return (await accounts.takeRecoveryCode(user, hashOfRecoveryCode(code))) ? 'recovery-code' : undefined;
}

/** Begins an enrolment: a secret that counts from when its first code comes back. */
export async function newSecret(
  { accounts }: Stores,
  box: SecretBox,
  user: string,
): Promise<{ secret: string; uri: string }> {
  const secret = randomBytes(secretBytes);
  await accounts.change(user, { totp_pending: box.seal(secret, user) });
  return { secret: base32(secret), uri: otpauthUri(user, secret) };
}

/** Ends an enrolment: gives the recovery codes; undefined for a wrong code, or when none was begun. */
export async function enrol(
  { accounts }: Stores,
  box: SecretBox,
  { user, totp_pending: pending }: StoredAccount,
  { code, now }: Shown,
): Promise<string[] | undefined> {
  const secret = pending === null ? undefined : box.open(pending, user);
  const step = secret && stepOf(secret, code, now);
  if (step === undefined) return undefined;
  await accounts.change(user, { totp: pending, totp_pending: null, totp_step: step });
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
  await accounts.replaceRecoveryCodes(user, codes.map(hashOfRecoveryCode));
  return codes;
}

/** As if it had never been enrolled. */
export async function dropSecondFactor({ accounts }: Stores, user: string): Promise<void> {
  await accounts.change(user, { totp: null, totp_pending: null, totp_step: null });
  await accounts.replaceRecoveryCodes(user, []);
}

/** 73 random bits: no slow hash is needed. */
function newRecoveryCode(): string {
  return [typableText(5), typableText(5), typableText(5)].join('-');
}

/** However it was typed. */
function hashOfRecoveryCode(code: string): string {
  return sha256(code.toLowerCase().replaceAll(/[\s-]/g, ''));
}
