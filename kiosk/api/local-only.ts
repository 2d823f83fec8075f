import { AppError } from '../../sync/base/errors.ts';
import type { KioskApi } from './kiosk-api.ts';

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * The page belongs to this machine's screen. A request by another host name comes from a web page that had its name
 * point here (DNS rebinding); one that a browser calls cross-site comes from a foreign page. Neither is answered.
 * `host`: the address that the kiosk listens at.
 */
export function localOnly(api: KioskApi, host: string): void {
  const names = new Set([...loopback, host]);
  api.addHook('onRequest', async (request) => {
    const name = (request.headers.host ?? '').replace(/:\d+$/, '');
    if (names.has(name) && request.headers['sec-fetch-site'] !== 'cross-site') return;
    throw new AppError('forbidden', 'The kiosk answers its own page only.', { zh: '仅供本机页面访问。' });
  });
  api.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    reply.header('content-security-policy', "frame-ancestors 'none'");
  });
}
