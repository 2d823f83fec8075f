import { Type } from 'typebox';
import { AppError } from '../../sync/base/errors.ts';
import { Digest } from '../../sync/contract/primitives.ts';
import { ownFileOnly } from '../accounts/own-classes.ts';
import { allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { readByteRange } from './byte-range.ts';

/** Verified video, whole or a range of it, for the player and for `npm run verify`; and a small picture of it. */
export function segmentFileRoutes(app: App, context: Context): void {
  const readerOfFile = { onRequest: [allow(context, 'read-classes'), ownFileOnly(context)] };

  app.get(
    '/api/v1/segments/:sha256.mp4',
    {
      ...readerOfFile,
      schema: { tags: ['review'], params: Type.Object({ sha256: Digest }), produces: ['video/mp4'] },
    },
    async (request, reply) => {
      const { sha256 } = request.params;
      const sizeBytes = await verifiedSize(context, sha256);
      const range = readByteRange(request.headers.range, sizeBytes);
      reply
        .type('video/mp4')
        .header('accept-ranges', 'bytes')
        .header('cache-control', 'private, max-age=300');
      if (range === 'unsatisfiable') {
        return reply.code(416).header('content-range', `bytes */${sizeBytes}`).send();
      }
      if (range === 'whole') {
        return reply.header('content-length', sizeBytes).send(context.segmentStore.read(sha256));
      }
      const { first, last } = range;
      reply.code(206).header('content-range', `bytes ${first}-${last}/${sizeBytes}`);
      return reply.header('content-length', last - first + 1).send(context.segmentStore.read(sha256, range));
    },
  );
  app.get(
    '/api/v1/segments/:sha256.jpg',
    {
      ...readerOfFile,
      schema: { tags: ['review'], params: Type.Object({ sha256: Digest }), produces: ['image/jpeg'] },
    },
    async (request, reply) => {
      const { sha256 } = request.params;
      await verifiedSize(context, sha256);
      const jpeg = await context.thumbnails.of(sha256);
      return reply.type('image/jpeg').header('cache-control', 'private, max-age=3600').send(jpeg);
    },
  );
}

/** Size of a segment that is here and unchanged; throws `not_found` or `conflict`. */
async function verifiedSize({ stores }: Context, sha256: string): Promise<number> {
  const file = await stores.segmentFiles.file(sha256);
  if (!file) throw new AppError('not_found', 'The segment is not here.', { zh: '服务器上没有该视频。' });
  if (file.state === 'verified') return file.size_bytes;
  throw new AppError('conflict', 'The segment was changed after it was received and is not shown.', {
    zh: '该视频在接收后被改动，不予播放。',
  });
}
