import { AppError } from '../../sync/base/errors.ts';
import { invalidField } from '../../sync/base/parse.ts';
import { DeviceEnrolled, DeviceEnrolment } from '../../sync/contract/device-api.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { deviceIdOf, isPublicKey, keyIdOf } from '../../sync/evidence/keys.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import { anybody } from '../accounts/guards.ts';
import { TryThrottle } from '../accounts/try-throttle.ts';
import type { App, Context } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { certificateOf, revokedFrom } from '../verify/check-device.ts';
import { isDeviceKeyOurs } from '../verify/check-keys.ts';
import { certify, newCertificate } from './certify.ts';
import { hashOfCode } from './device-code.ts';
import { changedRegistration, revokedDevice } from './device-faults.ts';

/** A kiosk becomes known by a one-time code. Wrong codes are slowed by the address they come from. */
export function enrolmentRoutes(app: App, context: Context): void {
  const throttle = new TryThrottle(context.clock);
  app.post(
    '/api/v1/devices',
    {
      onRequest: anybody,
      schema: { tags: ['device'], body: DeviceEnrolment, response: { 201: DeviceEnrolled } },
    },
    async (request, reply) => {
      const order = openRequest(request.body as unknown as Statement<'certificate-request'>);
      throttle.begin(request.ip);
      const device = await enrol(context, order);
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

type Order = Statement<'certificate-request'>['body'];
interface Enrolled {
  readonly device: string;
  readonly certificate: Statement<'device-certificate'>;
}

/** Who asks must hold the key that it asks for. */
function openRequest(value: Statement<'certificate-request'>): Order {
  const { publicKey, suite } = value.body;
  if (!isPublicKey(suite, publicKey)) {
    throw invalidField(
      'request',
      'body.publicKey',
      'is not a public key of its suite',
      '不是所声明算法的公钥',
    );
  }
  const opened = openStatement('certificate-request', value, publicKey);
  if (opened && opened.suite === suite) return opened.body;
  throw new AppError('bad_signature', 'The certificate request is not signed with the key that it names.', {
    zh: '登记请求的签名与其公钥不符。',
  });
}

function enrol(context: Context, order: Order): Promise<Enrolled> {
  const codeHash = hashOfCode(order.code);
  return inTransaction(context.database, async (stores) => {
    const code = await stores.devices.findCode(codeHash);
    const keyId = keyIdOf(order.publicKey);
    const known = await stores.devices.findByKey(keyId);
    if (!code || code.expiresAt <= context.clock.now()) throw wrongCode();
    // A kiosk that lost our answer may ask again; nobody else may use the code twice.
    if (code.device !== null && code.device !== known?.device) throw wrongCode();
    const device = known
      ? await certifyAgain(context, stores, known, { keyId, asksAgain: code.device !== null })
      : await addDevice(context, stores, order);
    await stores.devices.useCode(codeHash, device.device);
    return device;
  });
}

/** A known kiosk with a code in hand was looked at by a person: a certificate that ran out is made anew. */
async function certifyAgain(
  context: Context,
  stores: Stores,
  known: KnownDevice,
  { keyId, asksAgain }: { readonly keyId: string; readonly asksAgain: boolean },
): Promise<Enrolled> {
  const { serverKey } = context;
  const { device, verified } = known;
  if (revokedFrom(known, serverKey.publicKey) !== undefined) throw revokedDevice();
  const certificate = certificateOf(known, serverKey.publicKey, keyId);
  const isOurs =
    certificateOf(known, serverKey.publicKey) !== undefined &&
    (await isDeviceKeyOurs(stores, known, serverKey.publicKey));
  // A key that was rotated away certifies nothing any more.
  if (!isOurs || keyId !== verified.deviceKey.keyId) throw changedRegistration();
  if (certificate && asksAgain) return { device, certificate };
  const afterSeq = certificate ? afterSeqOf(certificate.body) : String(verified.seq);
  return { device, certificate: await certify(context, stores, device, verified.deviceKey, afterSeq) };
}

function afterSeqOf(certificate: Statement<'device-certificate'>['body']): string {
  return certificate.v === 1 ? '0' : certificate.afterSeq;
}

async function addDevice(context: Context, stores: Stores, order: Order): Promise<Enrolled> {
  const { name, publicKey, suite } = order;
  const identity = { device: deviceIdOf(publicKey), suite, publicKey, keyId: keyIdOf(publicKey) };
  const certificate = newCertificate(context, identity.device, identity, '0');
  await stores.devices.add(identity, name, certificate, context.clock.now());
  return { device: identity.device, certificate };
}

function wrongCode(): AppError {
  return new AppError('unauthorised', 'The enrolment code is wrong, used or older than 15 minutes.', {
    zh: '登记码错误、已使用或超过 15 分钟，请向审核员索取新的登记码。',
    field: 'code',
  });
}
