import type { AddressInfo } from 'node:net';
import { createLog } from '../../sync/base/log.ts';
import type { LiveOrder } from '../../sync/contract/live.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import { ControlChannel } from '../../sync/transport/control-channel.ts';
import { type LivePush, livePushType, writeLivePush } from '../../sync/transport/control-push.ts';
import { ServerLink } from '../../sync/transport/server-link.ts';
import type { FakeKiosk } from './fake-kiosk.ts';
import type { TestServer } from './test-server.ts';

/** Opens the control channel of a kiosk for real; the server must listen. Gives the newest orders. */
export async function holdChannel(server: TestServer, kiosk: FakeKiosk) {
  const { fastify } = server;
  if (!fastify.server.listening) await fastify.listen({ host: '127.0.0.1', port: 0 });
  const link = new ServerLink({
    baseUrl: urlOf(server),
    signer: () => kiosk.signer,
    clock: server.clock,
  });
  let orders: readonly LiveOrder[] | undefined;
  let opened = 0;
  const channel = new ControlChannel({
    link,
    device: kiosk.device,
    logger: createLog('kiosk', 'silent'),
    mayOpen: () => true,
    onOrders: (newest) => {
      if (orders === undefined) opened += 1;
      orders = newest;
    },
    retryMs: 20,
  });
  channel.start();
  return {
    link,
    orders: () => orders,
    opened: () => opened,
    close: () => channel.close(),
  };
}

export const urlOf = ({ fastify }: TestServer): string =>
  `http://127.0.0.1:${(fastify.server.address() as AddressInfo).port}`;

/** A push, rightly signed, whatever is in it. */
export async function push(
  server: TestServer,
  kiosk: FakeKiosk,
  feed: string,
  change: Partial<LivePush> = {},
) {
  const whole = { camera: 'ready', sentAt: server.clock.now(), run: null, init: Buffer.alloc(0) } as const;
  const payload = writeLivePush({ ...whole, fragments: [], ...change });
  const url = `/api/v1/devices/${kiosk.device}/live/${feed}`;
  const authorization = await kiosk.authorize('POST', url, sha256(payload));
  const headers = { authorization, 'content-type': livePushType };
  return server.inject({ method: 'POST', url, headers, payload });
}
