import type { SignedRecord } from '../contract/records.ts';
import { isSignedBy, recordDigest } from './record.ts';

/** Where a device's log stands: the last record that was checked. */
export interface ChainHead {
  readonly seq: bigint;
  /** Digest of that record; of the device's public key before the first. */
  readonly digest: string;
}

export interface DeviceIdentity {
  readonly device: string;
  /** SPKI, base64url. */
  readonly publicKey: string;
  readonly keyId: string;
}

export type ChainFault = 'wrong-device' | 'bad-signature' | 'sequence-hole' | 'broken-chain';

/** The head of a log that has no record yet. */
export function emptyHead(identity: DeviceIdentity): ChainHead {
  return { seq: 0n, digest: identity.keyId };
}

/** Checks that `record` is the device's own, signed, and follows `head`; gives the new head or what is wrong. */
export function followChain(
  head: ChainHead,
  record: SignedRecord,
  identity: DeviceIdentity,
): { ok: true; head: ChainHead } | { ok: false; fault: ChainFault } {
  const { body } = record;
  if (body.device !== identity.device || record.key !== identity.keyId)
    return { ok: false, fault: 'wrong-device' };
  if (!isSignedBy(record, identity.publicKey)) return { ok: false, fault: 'bad-signature' };
  if (BigInt(body.seq) !== head.seq + 1n) return { ok: false, fault: 'sequence-hole' };
  if (body.prev !== head.digest) return { ok: false, fault: 'broken-chain' };
  return { ok: true, head: { seq: head.seq + 1n, digest: recordDigest(record) } };
}
