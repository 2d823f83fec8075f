import type { Statement } from '../../sync/contract/statements.ts';
import { keyIdOf } from '../../sync/evidence/keys.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import type { NewFinding } from '../storage/finding-store.ts';
import { finding } from './finding-text.ts';

/** Pure: the certificate that we signed for this device and this key; undefined when its row was edited. */
export function certificateOf(
  device: KnownDevice | undefined,
  serverKey: string,
): Statement<'device-certificate'> | undefined {
  const certificate = openStatement('device-certificate', device?.certificate, serverKey);
  if (!device || !certificate) return undefined;
  const { body } = certificate;
  const same = body.device === device.device && body.publicKey === device.publicKey;
  return same && keyIdOf(body.publicKey) === device.keyId ? certificate : undefined;
}

/** What is said of a device whose row is no longer what was registered. */
export function changedDevice(device: string): NewFinding {
  return finding('device-changed', { kind: 'device', id: device }, { device });
}
