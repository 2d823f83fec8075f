import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../sync/base/errors.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import {
  emptyBodyDigest,
  judgeRequest,
  readRequestSignature,
} from '../../sync/transport/request-signature.ts';
import { type GuardHook, guarding } from '../accounts/guards.ts';
import type { Context } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import { finding } from '../verify/finding-text.ts';

/** Every note of a sign of life is a synced commit: one in a while is enough. */
const seenEveryMs = 5_000;

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Before the body is read: the request names an enrolled device, the one in its path. */
export function knownDevice({ stores, clock }: Context): GuardHook {
  return guarding('device', async (request) => {
    const claimed = readRequestSignature(request.headers.authorization);
    if (!claimed) {
      throw new AppError('unauthorised', 'This address is for kiosks: the request must be signed.', {
        zh: '该地址仅供考勤终端使用，请求必须由终端签名。',
      });
    }
    if (claimed.device !== (request.params as { device?: string }).device) throw badSignature();
    const device = await stores.devices.find(claimed.device);
    if (!device) {
      const subject = { kind: 'request', id: pathOf(request) } as const;
      await stores.findings.add(finding('unknown-device', subject, { device: claimed.device }), clock.now());
      throw new AppError('unknown_device', 'This device is not enrolled: enrol it with a one-time code.', {
        zh: '该设备未登记，请由审核员发放一次性登记码后重新登记。',
      });
    }
    request.device = device;
  });
}

/** After the body is read: the signature is that device's and covers method, path and body. */
export function signedByDevice({ stores, clock, acceptor }: Context): Hook {
  return async (request) => {
    const claimed = readRequestSignature(request.headers.authorization);
    const { device } = request;
    if (!claimed || !device) throw badSignature();
    const path = request.raw.url?.split('?')[0] ?? '';
    const parts = { method: request.method, path, bodyDigest: bodyDigestOf(request) };
    const judge = ({ verified }: KnownDevice) => judgeRequest(claimed, parts, verified.deviceKey, clock);
    let verdict = judge(device);
    if (verdict === 'forged') {
      // It may be signed with a new key, in a rotation that is still being verified.
      await acceptor.settled(device.device);
      request.device = (await stores.devices.find(device.device)) ?? device;
      verdict = judge(request.device);
    }
    if (verdict === 'stale') throw staleRequest();
    if (verdict === 'forged') {
      const subject = { kind: 'request', id: pathOf(request) } as const;
      await stores.findings.add(finding('bad-signature', subject, { device: device.device }), clock.now());
      throw badSignature();
    }
    const now = clock.now();
    const sinceSeenMs = Math.abs(now - (device.lastSeenAt ?? 0));
    if (sinceSeenMs >= seenEveryMs) await stores.devices.markSeen(device.device, now);
  };
}

/** The device of a request that passed both hooks. */
export function deviceOf(request: FastifyRequest) {
  if (!request.device) throw badSignature();
  return request.device;
}

function bodyDigestOf(request: FastifyRequest): string {
  const named = (request.params as { sha256?: string }).sha256;
  if (named !== undefined) return named;
  return request.rawBody ? sha256(request.rawBody) : emptyBodyDigest;
}

/** Without what changes with each request, so that a stubborn device makes one finding, not thousands. */
function pathOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? ''}`;
}

/** No finding: the signature is right, and a kiosk whose clock is wrong is no forger. */
function staleRequest(): AppError {
  return new AppError(
    'unauthorised',
    'The request is more than a day from our time: check the kiosk’s clock.',
    {
      zh: '请求时间与服务器相差超过一天，请检查终端时钟。',
      retryable: true,
    },
  );
}

function badSignature(): AppError {
  return new AppError('bad_signature', 'The request is not signed by the device that it names.', {
    zh: '请求签名与设备不符，请检查终端的密钥与时钟。',
  });
}
