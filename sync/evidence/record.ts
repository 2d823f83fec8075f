import { isOf } from '../base/parse.ts';
import {
  type RecordBody,
  type RecordData,
  type RecordKind,
  recordData,
  SignedRecord,
} from '../contract/records.ts';
import { canonicalJson } from './canonical-json.ts';
import { domainBytes, sha256 } from './digest.ts';
import { type Signer, verifySignature } from './keys.ts';

/** Signs a body. `key` names the signing key, so that a device may change keys and old records stay readable. */
export function sealRecord(body: RecordBody, signer: Signer): SignedRecord {
  const sig = signer.sign(domainBytes('keqin/record/v1', body));
  return { body, suite: 'ES256', key: signer.keyId, sig };
}

/** Digest of the signed record, which the next one carries as `prev`. */
export function recordDigest(record: SignedRecord): string {
  return sha256(domainBytes('keqin/signed-record/v1', record));
}

/** True when the record was signed by the holder of `publicKey` (SPKI, base64url). */
export function isSignedBy(record: SignedRecord, publicKey: string): boolean {
  return verifySignature(record.suite, publicKey, domainBytes('keqin/record/v1', record.body), record.sig);
}

/**
 * Reads a record's text; undefined when it is not one. A record has one text, the canonical one: white space, keys
 * in another order or written twice, and `0e5` for `0` are not read, for another reader could see another record.
 */
export function parseRecord(text: string): SignedRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isOf(SignedRecord, value) && canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The body of a record whose kind and version this program knows; `unknown` for later kinds and versions, which
 * are kept whole and uninterpreted; `malformed` for a known kind with the wrong fields.
 */
export function interpret(
  body: RecordBody,
): { kind: 'known'; is: KnownRecord } | { kind: 'unknown' } | { kind: 'malformed' } {
  if (body.v !== 1 || !Object.hasOwn(recordData, body.kind)) return { kind: 'unknown' };
  const kind = body.kind as RecordKind;
  if (!isOf(recordData[kind], body.data)) return { kind: 'malformed' };
  return { kind: 'known', is: { kind, data: body.data } as KnownRecord };
}

export type KnownRecord = {
  [K in RecordKind]: { readonly kind: K; readonly data: RecordData<K> };
}[RecordKind];
