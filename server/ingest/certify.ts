import type { Statement } from '../../sync/contract/statements.ts';
import { certificateMs, expiresAt } from '../../sync/evidence/certificate.ts';
import type { VerifyKey } from '../../sync/evidence/chain.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import type { ServerParts } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import type { Stores } from '../storage/stores.ts';
import { certificatesOf } from '../verify/check-device.ts';

type Parts = Pick<ServerParts, 'clock' | 'serverKey'>;
type Certificate = Statement<'device-certificate'>;

/** A certificate is renewed when a third of its life is left. */
const renewMs = certificateMs / 3;

/** Signs and stores a certificate for a key of the device, that counts after record `afterSeq`. */
export async function certify(
  parts: Parts,
  stores: Stores,
  device: string,
  key: VerifyKey,
  afterSeq: string,
): Promise<Certificate> {
  const certificate = newCertificate(parts, device, key, afterSeq);
  await stores.devices.addCertificate(device, key.keyId, certificate, parts.clock.now());
  return certificate;
}

export function newCertificate(
  { clock, serverKey }: Parts,
  device: string,
  { publicKey, suite }: VerifyKey,
  afterSeq: string,
): Certificate {
  const issuedAt = clock.now();
  const life = { issuedAt, expiresAt: issuedAt + certificateMs };
  return sealStatement(
    'device-certificate',
    { v: 2, device, publicKey, suite, afterSeq, ...life },
    serverKey,
  );
}

/**
 * The certificate of the key that counts now, renewed in time. One that has run out is not: a person must look, and
 * hand over a new code.
 */
export async function currentCertificate(
  parts: Parts,
  stores: Stores,
  device: KnownDevice,
): Promise<Certificate | undefined> {
  const { deviceKey } = device.verified;
  const newest = certificatesOf(device, parts.serverKey.publicKey, deviceKey.keyId).at(-1);
  if (!newest) return undefined;
  const now = parts.clock.now();
  const isOld = newest.body.v === 1;
  const leftMs = expiresAt(newest.body) - now;
  if (!isOld && (leftMs > renewMs || leftMs < 0)) return newest;
  const afterSeq = newest.body.v === 1 ? '0' : newest.body.afterSeq;
  return certify(parts, stores, device.device, deviceKey, afterSeq);
}
