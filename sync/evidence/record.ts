import type { TSchema } from 'typebox';
import { isOf } from '../base/parse.ts';
import type { DeviceSuite } from '../contract/primitives.ts';
import {
  type RecordBody,
  type RecordData,
  type RecordKind,
  recordData,
  recordDataV1,
  SignedRecord,
} from '../contract/records.ts';
import { canonicalJson } from './canonical-json.ts';
import { domainBytes, sha256 } from './digest.ts';
import { type Signer, verifySignature } from './keys.ts';

/** Signs a body. `key` names the signing key, so that a device may change keys and old records stay readable. */
export function sealRecord(body: RecordBody, signer: Signer): SignedRecord {
  const sig = signer.sign(domainBytes('keqin/record/v1', body));
  return { body, suite: signer.suite as DeviceSuite, key: signer.keyId, sig };
}

/** Digest of the signed record, which the next one carries as `prev`. */
export function recordDigest(record: SignedRecord): string {
  return sha256(domainBytes('keqin/signed-record/v1', record));
}

/** True when the record was signed by the holder of this key, in the key's own suite. */
export function isSignedBy(
  { body, suite, sig }: SignedRecord,
  key: { readonly suite: DeviceSuite; readonly publicKey: string },
): boolean {
  return (
    suite === key.suite && verifySignature(suite, key.publicKey, domainBytes('keqin/record/v1', body), sig)
  );
}

/**
 * What was signed of a stored record, from its canonical text: the body stands in it as it was signed, and need not be
 * written once more. `record`: what the text says.
 */
export function signedPartOf(text: string, { key, sig, suite }: SignedRecord): Buffer | undefined {
  const tail = `,"key":${JSON.stringify(key)},"sig":"${sig}","suite":"${suite}"}`;
  if (!text.startsWith('{"body":') || !text.endsWith(tail)) return undefined;
  return Buffer.from(`keqin/record/v1\n${text.slice('{"body":'.length, -tail.length)}`, 'utf8');
}

/** What the old and the new device key both sign. `oldKey`: key id. */
export function rotationMessage(rotation: {
  readonly device: string;
  readonly seq: string;
  readonly oldKey: string;
  readonly publicKey: string;
  readonly suite: DeviceSuite;
}): Buffer {
  return domainBytes('keqin/rotation/v1', rotation);
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
  const kinds: Record<string, TSchema> | undefined = { 1: recordDataV1, 2: recordData }[body.v];
  if (!kinds || !Object.hasOwn(kinds, body.kind)) return { kind: 'unknown' };
  if (!isOf(kinds[body.kind] as TSchema, body.data)) return { kind: 'malformed' };
  return { kind: 'known', is: { kind: body.kind, data: body.data } as KnownRecord };
}

export type KnownRecord = {
  [K in RecordKind]: { readonly kind: K; readonly data: RecordData<K> };
}[RecordKind];
