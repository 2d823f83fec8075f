import type { SignedRecord } from '../contract/records.ts';
import type { Statement, StatementBody } from '../contract/statements.ts';
import type { ChainFault, VerifyKey } from './chain.ts';
import { keyIdOf } from './keys.ts';
import { isSignedBy } from './record.ts';
import { openStatement } from './statement.ts';

/** What shows whose a record is when the log around it is not at hand. */
export interface Credentials {
  readonly certificate: StatementBody<'device-certificate'>;
  /** Null for a record that the device key signed itself. */
  readonly bootKey: Statement<'boot-key'> | null;
}

/** The key that a certificate speaks of; those of version 1 were all of one suite. */
export function certifiedKey(certificate: StatementBody<'device-certificate'>): VerifyKey {
  const { publicKey } = certificate;
  const suite = certificate.v === 1 ? ('ES256' as const) : certificate.suite;
  return { suite, publicKey, keyId: keyIdOf(publicKey) };
}

/** What is wrong with a record by itself: its device, its key, its signature; undefined when it holds. */
export function faultAlone(
  record: SignedRecord,
  { certificate, bootKey }: Credentials,
): ChainFault | undefined {
  const { body, key } = record;
  if (body.device !== certificate.device) return 'wrong-device';
  const deviceKey = certifiedKey(certificate);
  const signingKey = bootKey ? bootKeyFor(record, bootKey, deviceKey) : deviceKey;
  if (!signingKey) return 'bad-boot-key';
  if (key !== signingKey.keyId) return 'wrong-key';
  return isSignedBy(record, signingKey) ? undefined : 'bad-signature';
}

/** A boot key signs from its own boot record on, in that boot of the machine. */
function bootKeyFor(
  { body }: SignedRecord,
  value: Statement<'boot-key'>,
  deviceKey: VerifyKey,
): VerifyKey | undefined {
  const opened = openStatement('boot-key', value, deviceKey.publicKey)?.body;
  if (!opened || opened.device !== body.device || opened.boot !== body.boot) return undefined;
  if (BigInt(opened.seq) > BigInt(body.seq)) return undefined;
  const { suite, publicKey } = opened;
  return { suite, publicKey, keyId: keyIdOf(publicKey) };
}
