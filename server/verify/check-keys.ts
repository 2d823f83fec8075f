import type { RecordData } from '../../sync/contract/records.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import type { VerifyKey } from '../../sync/evidence/chain.ts';
import { keyIdOf, verifySignature } from '../../sync/evidence/keys.ts';
import { interpret, parseRecord, rotationMessage } from '../../sync/evidence/record.ts';
import { certifiedKey } from '../../sync/evidence/stands-alone.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import type { Stores } from '../storage/stores.ts';
import { certificatesOf } from './check-device.ts';

/**
 * Whether the keys that a device's row says count are ones that we, or its own key, signed for. If not, the row was
 * edited, and whoever did that may hold the keys: nothing may be accepted by them.
 */
export async function areKeysOurs(stores: Stores, device: KnownDevice, serverKey: string): Promise<boolean> {
  const ours = await deviceKeysOf(stores, device, serverKey);
  const { deviceKey, signingKey } = device.verified;
  if (!ours.some((key) => isSame(key, deviceKey))) return false;
  if (ours.some((key) => isSame(key, signingKey))) return true;
  const bootKeys = await stores.devices.bootKeys([device.device]);
  return bootKeys.some(({ statement }) => bringsKey(statement, signingKey, { device, ours }));
}

/** Whether the device key that its row says counts is the device's own, though it may not be certified. */
export async function isDeviceKeyOurs(
  stores: Stores,
  device: KnownDevice,
  serverKey: string,
): Promise<boolean> {
  const ours = await deviceKeysOf(stores, device, serverKey);
  return ours.some((key) => isSame(key, device.verified.deviceKey));
}

/** Certified keys of the device and, where the one that counts has never been certified, those of held rotations. */
async function deviceKeysOf(
  stores: Stores,
  device: KnownDevice,
  serverKey: string,
): Promise<readonly VerifyKey[]> {
  const certified = certifiedKeysOf(device, serverKey);
  // A key that has a certificate which does not hold was certified, and edited.
  const { keyId: current } = device.verified.deviceKey;
  if (device.certificates.some(({ keyId }) => keyId === current)) return certified;
  return [...certified, ...(await heldKeysOf(stores, device, serverKey))];
}

/**
 * Keys to which the device rotated in records that are held: nobody certified them, but what they sign is its own. The
 * signature of the key before is looked at.
 */
export async function heldKeysOf(
  stores: Stores,
  device: KnownDevice,
  serverKey: string,
): Promise<readonly VerifyKey[]> {
  const certified = certifiedKeysOf(device, serverKey);
  const held: VerifyKey[] = [];
  for (const row of await stores.records.heldOfKind(device.device, 'rotation')) {
    held.push(...rotatedTo(row, device.device, [...certified, ...held]));
  }
  return held;
}

function certifiedKeysOf(device: KnownDevice, serverKey: string): readonly VerifyKey[] {
  const ids = [...new Set(device.certificates.map(({ keyId }) => keyId))];
  const certificates = ids.flatMap((keyId) => certificatesOf(device, serverKey, keyId));
  return certificates.map(({ body }) => certifiedKey(body));
}

/** The key to which a held record rotates, when one of `old` signed for it. */
function rotatedTo(row: StoredRecord, device: string, old: readonly VerifyKey[]): readonly VerifyKey[] {
  const record = parseRecord(row.text);
  const read = record && interpret(record.body);
  if (read?.kind !== 'known' || read.is.kind !== 'rotation') return [];
  const { publicKey, suite, byOld } = read.is.data as RecordData<'rotation'>;
  const signed = old.some((key) => {
    const message = rotationMessage({ device, seq: String(row.seq), oldKey: key.keyId, publicKey, suite });
    return verifySignature(key.suite, key.publicKey, message, byOld);
  });
  return signed ? [{ suite, publicKey, keyId: keyIdOf(publicKey) }] : [];
}

/** After a rotation, until the next boot record, it is an older device key that certified it. */
function bringsKey(
  statement: Statement<'boot-key'>,
  signingKey: VerifyKey,
  { device, ours }: { readonly device: KnownDevice; readonly ours: readonly VerifyKey[] },
): boolean {
  const { publicKey, suite } = statement.body;
  if (statement.body.device !== device.device) return false;
  if (!isSame({ suite, publicKey, keyId: keyIdOf(publicKey) }, signingKey)) return false;
  return ours.some((key) => openStatement('boot-key', statement, key.publicKey) !== undefined);
}

function isSame(a: VerifyKey, b: VerifyKey): boolean {
  return a.keyId === b.keyId && a.publicKey === b.publicKey && a.suite === b.suite;
}
