import type { DeviceList } from '../../sync/contract/device-review.ts';
import type { Finding } from '../../sync/contract/findings.ts';
import { expiresAt, issuedAt } from '../../sync/evidence/certificate.ts';
import type { Context } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import { certificatesOf, revokedFrom } from '../verify/check-device.ts';

type Line = DeviceList['devices'][number];

/** Every kiosk that enrolled, with its certificate, how far its log was verified, and what was found of its key. */
export async function deviceList({ stores, serverKey, clock }: Context): Promise<DeviceList> {
  const clones = await stores.findings.newestByDevice('device-cloned');
  const plans = (await stores.classes.all()).map(({ body }) => body);
  const devices = (await stores.devices.all()).map((device) => ({
    ...ofDevice(device, serverKey.publicKey),
    cloned: cloneOf(clones.get(device.device)),
    classes: plans
      .filter((plan) => plan.devices.includes(device.device))
      .map((plan) => ({ id: plan.class, title: plan.title })),
  }));
  return { now: clock.now(), devices };
}

function ofDevice(device: KnownDevice, serverKey: string): Omit<Line, 'cloned' | 'classes'> {
  const { suite, name, lastSeenAt, head, verified } = device;
  const current = certificatesOf(device, serverKey, verified.deviceKey.keyId).at(-1)?.body;
  const first = certificatesOf(device, serverKey, device.keyId)[0]?.body;
  const end = current && expiresAt(current);
  return {
    id: device.device,
    name,
    suite,
    registeredAt: first ? issuedAt(first) : null,
    lastSeenAt,
    certificateExpiresAt: end !== undefined && Number.isFinite(end) ? end : null,
    records: String(head.seq),
    verified: String(verified.seq),
    revokedFrom: revokedFrom(device, serverKey)?.toString() ?? null,
  };
}

function cloneOf(found: Finding | undefined): Line['cloned'] {
  return found ? { foundAt: found.foundAt, seq: found.subject.id } : null;
}
