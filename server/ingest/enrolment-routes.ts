import { AppError } from '../../sync/base/errors.ts';
import { invalidField } from '../../sync/base/parse.ts';
import { DeviceEnrolled, DeviceEnrolment } from '../../sync/contract/device-api.ts';
import { deviceIdOf, isPublicKey, keyIdOf } from '../../sync/evidence/keys.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { TryThrottle } from '../accounts/try-throttle.ts';
import type { App, Context } from '../parts.ts';
import type { KnownDevice, NewDevice } from '../storage/device-store.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { certificateOf } from '../verify/check-device.ts';
import { hashOfCode } from './device-code.ts';

/** A kiosk becomes known by a one-time code. Wrong codes are slowed by the address they come from. */
export function enrolmentRoutes(app: App, context: Context): void {
  const throttle = new TryThrottle(context.clock);
  app.post(
    '/api/v1/devices',
    { schema: { tags: ['device'], body: DeviceEnrolment, response: { 201: DeviceEnrolled } } },
    async (request, reply) => {
      const { publicKey } = request.body;
      if (!isPublicKey('ES256', publicKey)) {
        throw invalidField('request', 'publicKey', 'is not a P-256 public key', '不是 P-256 公钥');
      }
      throttle.begin(request.ip);
      const device = await enrol(context, request.body);
      throttle.succeed(request.ip);
      reply.code(201);
      return {
        device: device.device,
        certificate: device.certificate,
        serverKey: context.serverKey.publicKey,
      };
    },
  );
}

type Enrolled = Pick<NewDevice, 'device' | 'certificate'>;

function enrol(context: Context, order: DeviceEnrolment): Promise<Enrolled> {
  const codeHash = hashOfCode(order.code);
  return inTransaction(context.database, async (stores) => {
    const code = await stores.devices.findCode(codeHash);
    const known = await stores.devices.findByKey(keyIdOf(order.publicKey));
    if (!code || code.expiresAt <= context.clock.now()) throw wrongCode();
    // A kiosk that lost our answer may ask again; nobody else may use the code twice.
    if (code.device !== null && code.device !== known?.device) throw wrongCode();
    const device = known ? certified(context, known) : await addDevice(context, stores, order);
    await stores.devices.useCode(codeHash, device.device);
    return device;
  });
}

function certified({ serverKey }: Context, known: KnownDevice): Enrolled {
  const certificate = certificateOf(known, serverKey.publicKey);
  if (certificate) return { device: known.device, certificate };
  throw new AppError(
    'conflict',
    'The registration of this device was changed in the store: restore it first.',
    {
      zh: '服务器上该终端的登记信息被改动，请先从备份恢复。',
    },
  );
}

async function addDevice(
  { clock, serverKey }: Context,
  stores: Stores,
  { name, publicKey }: DeviceEnrolment,
): Promise<Enrolled> {
  const device = deviceIdOf(publicKey);
  const body = { v: 1, device, publicKey, registeredAt: clock.now() } as const;
  const certificate = sealStatement('device-certificate', body, serverKey);
  await stores.devices.add({ device, name, publicKey, keyId: keyIdOf(publicKey), certificate });
  return { device, certificate };
}

function wrongCode(): AppError {
  return new AppError('unauthorised', 'The enrolment code is wrong, used or older than 15 minutes.', {
    zh: '登记码错误、已使用或超过 15 分钟，请向审核员索取新的登记码。',
    field: 'code',
  });
}
