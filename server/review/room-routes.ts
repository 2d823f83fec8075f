import { Type } from 'typebox';
import { Digest, Id } from '../../sync/contract/primitives.ts';
import { ClassPhotos, ClassPresence } from '../../sync/contract/room-review.ts';
import { ownFileOnly } from '../accounts/own-classes.ts';
import { allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { classPhotos, photoSize } from './photos.ts';
import { classPresence } from './presence.ts';

const tags = ['review'];
const OfClass = Type.Object({ class: Id });
const OfFile = Type.Object({ sha256: Digest });

/** What was seen of the room besides video: heads against check-ins, and photographs. */
export function roomRoutes(app: App, context: Context): void {
  const read = allow(context, 'read-classes');
  const reader = { onRequest: read };
  const readerOfFile = { onRequest: [read, ownFileOnly(context)] };

  app.get(
    '/api/v1/classes/:class/presence',
    { ...reader, schema: { tags, params: OfClass, response: { 200: ClassPresence } } },
    async (request) => classPresence(context, request.params.class),
  );
  app.get(
    '/api/v1/classes/:class/photos',
    { ...reader, schema: { tags, params: OfClass, response: { 200: ClassPhotos } } },
    async (request) => classPhotos(context, request.params.class),
  );
  app.get(
    '/api/v1/photos/:sha256',
    { ...readerOfFile, schema: { tags, params: OfFile, produces: ['image/jpeg'] } },
    async (request, reply) => {
      const { sha256 } = request.params;
      reply.type('image/jpeg').header('content-length', await photoSize(context, sha256));
      reply.header('cache-control', 'private, max-age=300');
      return reply.send(context.segmentStore.read(sha256));
    },
  );
}
