import type { DeviceSuite } from '../contract/primitives.ts';
import type { RecordBody, SignedRecord } from '../contract/records.ts';
import type { Statement } from '../contract/statements.ts';
import { keyIdOf, verifySignature } from './keys.ts';
import { interpret, isSignedBy, recordDigest, rotationMessage } from './record.ts';
import { openStatement } from './statement.ts';

/** Where a device's log stands: the last record that was looked at. */
export interface ChainHead {
  readonly seq: bigint;
  /** Digest of that record; of the device's first public key before the first. */
  readonly digest: string;
}

export interface VerifyKey {
  readonly suite: DeviceSuite;
  /** SPKI, base64url. */
  readonly publicKey: string;
  readonly keyId: string;
}

/** A device and its first key, from which its id is derived. */
export interface DeviceIdentity extends VerifyKey {
  readonly device: string;
}

/** Where a log stands, and which keys count there. Version 1 records are signed by the device key itself. */
export interface LogState extends ChainHead {
  /** Certifies boot keys; a rotation changes it. */
  readonly deviceKey: VerifyKey;
  /** Signs the next record, if that is not a boot record. */
  readonly signingKey: VerifyKey;
}

export type ChainFault =
  | 'wrong-device'
  | 'sequence-hole'
  | 'broken-chain'
  | 'wrong-key'
  | 'bad-boot-key'
  | 'bad-rotation'
  | 'bad-signature';

type Step<T> = { readonly ok: true; readonly next: T } | { readonly ok: false; readonly fault: ChainFault };

/** The state of a log that has no record yet. */
export function emptyLog({ suite, publicKey, keyId }: DeviceIdentity): LogState {
  const key = { suite, publicKey, keyId };
  return { seq: 0n, digest: keyId, deviceKey: key, signingKey: key };
}

/** Whether `record` is the next one of this device's log, by its digests alone: no signature is looked at. */
export function linkRecord(head: ChainHead, record: SignedRecord, device: string): Step<ChainHead> {
  const { body } = record;
  if (body.device !== device) return { ok: false, fault: 'wrong-device' };
  if (BigInt(body.seq) !== head.seq + 1n) return { ok: false, fault: 'sequence-hole' };
  if (body.prev !== head.digest) return { ok: false, fault: 'broken-chain' };
  return { ok: true, next: { seq: head.seq + 1n, digest: recordDigest(record) } };
}

/** Checks that `record` follows `state` and is signed by the key that counts there; gives the new state. */
export function followChain(state: LogState, record: SignedRecord, device: string): Step<LogState> {
  const link = linkRecord(state, record, device);
  if (!link.ok) return link;
  const keys = keysAt(state, record);
  if (!keys.ok) return keys;
  if (!isSignedBy(record, keys.next.signingKey)) return { ok: false, fault: 'bad-signature' };
  return { ok: true, next: { ...keys.next, ...link.next } };
}

type Keys = Pick<LogState, 'deviceKey' | 'signingKey'>;

/** The keys that count from this record on; the record itself is signed by `signingKey` among them. */
export function keysAt(before: Keys, { body, key, suite }: SignedRecord): Step<Keys> {
  const bootKey = bootKeyRecordOf(body);
  if (bootKey) return withBootKey(before, body, key, bootKey);
  if (key !== before.signingKey.keyId || suite !== before.signingKey.suite)
    return { ok: false, fault: 'wrong-key' };
  const rotation = body.kind === 'rotation' ? interpret(body) : undefined;
  if (rotation?.kind === 'known' && rotation.is.kind === 'rotation')
    return withNewDeviceKey(before, body, rotation.is.data);
  return { ok: true, next: before };
}

/** The boot key that a record brings, as it says; undefined for all other records. */
export function bootKeyRecordOf(body: RecordBody): Statement<'boot-key'> | undefined {
  if (body.kind !== 'boot') return undefined;
  const known = interpret(body);
  const brings = known.kind === 'known' && known.is.kind === 'boot' && 'key' in known.is.data;
  return brings ? (known.is.data as { key: Statement<'boot-key'> }).key : undefined;
}

function withBootKey(before: Keys, body: RecordBody, key: string, value: unknown): Step<Keys> {
  const signingKey = bootKeyOf(value, before.deviceKey.publicKey, body);
  if (!signingKey) return { ok: false, fault: 'bad-boot-key' };
  if (key !== signingKey.keyId) return { ok: false, fault: 'wrong-key' };
  return { ok: true, next: { deviceKey: before.deviceKey, signingKey } };
}

/** The boot key that the device key certified for this very place; undefined when it did not. */
function bootKeyOf(
  value: unknown,
  devicePublicKey: string,
  place: Pick<RecordBody, 'device' | 'seq' | 'boot'>,
): VerifyKey | undefined {
  const statement = openStatement('boot-key', value, devicePublicKey);
  if (!statement) return undefined;
  const { device, seq, boot, publicKey, suite } = statement.body;
  if (device !== place.device || seq !== place.seq || boot !== place.boot) return undefined;
  return { suite, publicKey, keyId: keyIdOf(publicKey) };
}

function withNewDeviceKey(
  before: Keys,
  { device, seq }: RecordBody,
  data: { publicKey: string; suite: DeviceSuite; byOld: string; byNew: string },
): Step<Keys> {
  const { publicKey, suite, byOld, byNew } = data;
  const old = before.deviceKey;
  const message = rotationMessage({ device, seq, oldKey: old.keyId, publicKey, suite });
  const both =
    verifySignature(old.suite, old.publicKey, message, byOld) &&
    verifySignature(suite, publicKey, message, byNew);
  if (!both) return { ok: false, fault: 'bad-rotation' };
  return { ok: true, next: { ...before, deviceKey: { suite, publicKey, keyId: keyIdOf(publicKey) } } };
}
