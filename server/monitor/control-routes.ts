import { PassThrough } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { LivePushAnswer } from '../../sync/contract/live.ts';
import { Id } from '../../sync/contract/primitives.ts';
import { livePushType, readLivePush } from '../../sync/transport/control-push.ts';
import { deviceOf, knownDevice, signedByDevice } from '../ingest/device-auth.ts';
import { revokedDevice } from '../ingest/device-faults.ts';
import type { App, Context } from '../parts.ts';
import { revokedFrom } from '../verify/check-device.ts';
import { notAsked } from './live-faults.ts';

const tags = ['device'];
const OfDevice = Type.Object({ device: Id });
const OfFeed = Type.Object({ device: Id, feed: Id });
/** A kiosk that vanishes leaves a connection that looks whole: ask the network itself, after so long. */
const keepAliveMs = 15_000;
const mostBytes = 4 * 1024 * 1024;

/** What a kiosk behind NAT is told, and the live video that it was told to push. */
export function controlRoutes(app: App, context: Context): void {
  const { feeds } = context.monitor;
  const signed = { onRequest: knownDevice(context), preValidation: signedByDevice(context) };

  app.get(
    '/api/v1/devices/:device/control',
    {
      ...signed,
      schema: {
        tags,
        params: OfDevice,
        produces: ['application/x-ndjson'],
        description:
          'JSON lines, for as long as it takes: `{"live": [{"feed", "camera"}]}`, all that shall be pushed.',
      },
    },
    async (request, reply) => {
      const device = countedDevice(request, context);
      const lines = new PassThrough();
      lines.once('close', () => feeds.channels.gone(device, lines));
      request.raw.socket.setKeepAlive(true, keepAliveMs);
      // A proxy that waits for more before it passes a line on would make every order late.
      reply.type('application/x-ndjson').header('x-accel-buffering', 'no');
      feeds.channels.open(device, lines);
      return reply.send(lines);
    },
  );

  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      livePushType,
      { parseAs: 'buffer' },
      async (request: FastifyRequest, body: Buffer) => {
        request.rawBody = body;
        return body;
      },
    );
    scope.post(
      '/api/v1/devices/:device/live/:feed',
      {
        ...signed,
        bodyLimit: mostBytes,
        schema: { tags, consumes: [livePushType], params: OfFeed, response: { 200: LivePushAnswer } },
      },
      async (request) => {
        const feed = feeds.find(countedDevice(request, context), request.params.feed);
        if (!feed) throw notAsked();
        return feed.take(readLivePush(request.rawBody ?? Buffer.alloc(0)));
      },
    );
  });
}

/** The device of a signed request; throws `device_revoked`. */
function countedDevice(request: FastifyRequest, { serverKey }: Context): string {
  const known = deviceOf(request);
  if (revokedFrom(known, serverKey.publicKey) !== undefined) throw revokedDevice();
  return known.device;
}
