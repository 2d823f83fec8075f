import type { Statement } from '../../sync/contract/statements.ts';
import { keyIdOf } from '../../sync/evidence/keys.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import type { NewFinding } from '../storage/finding-store.ts';
import { finding } from './finding-text.ts';

type Certificate = Statement<'device-certificate'>;

/** Pure: the certificates that we signed for this device and this key, oldest first; none when rows were edited. */
export function certificatesOf(
  device: KnownDevice | undefined,
  serverKey: string,
  keyId: string,
): readonly Certificate[] {
  return (device?.certificates ?? []).flatMap((stored) => {
    const certificate = openStatement('device-certificate', stored.statement, serverKey);
    const same = stored.keyId === keyId && certificate?.body.device === device?.device;
    return certificate && same && keyIdOf(certificate.body.publicKey) === keyId ? [certificate] : [];
  });
}

/** Pure: the newest certificate of the device's first key, which makes the device ours; undefined when it was edited. */
export function certificateOf(
  device: KnownDevice | undefined,
  serverKey: string,
  keyId = device?.keyId ?? '',
): Certificate | undefined {
  if (device && keyIdOf(device.publicKey) !== device.keyId) return undefined;
  return certificatesOf(device, serverKey, keyId).at(-1);
}

/** From which record on nothing of the device counts; undefined when it was never revoked. */
export function revokedFrom(device: KnownDevice, serverKey: string): bigint | undefined {
  const revocation = openStatement('revocation', device.revocation, serverKey);
  return revocation?.body.device === device.device ? BigInt(revocation.body.fromSeq) : undefined;
}

/** What is said of a device whose row is no longer what was registered. */
export function changedDevice(device: string): NewFinding {
  return finding('device-changed', { kind: 'device', id: device }, { device });
}
