import { Type } from 'typebox';
import { AppError } from '../../sync/base/errors.ts';
import { FilingPhoto } from '../../sync/contract/filing-review.ts';
import { Digest } from '../../sync/contract/primitives.ts';
import { accountOf, allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { FilingPhotoFiles, type PhotoType, photoTypeOf } from '../storage/filing-photo-files.ts';
import { inTransaction } from '../storage/stores.ts';
import { type Doer, doerOf } from './filing-parts.ts';

const mostBytes = 5 * 1024 * 1024;
const media = { jpg: 'image/jpeg', png: 'image/png' } as const;

/** Photographs for the device dossier: known by what they hold, whatever their file was called. */
export function filingPhotoRoutes(app: App, context: Context): void {
  const files = new FilingPhotoFiles(context.filingPhotosDir);
  const { stores } = context;
  const tags = ['filings'];
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers();
    const options = { parseAs: 'buffer', bodyLimit: mostBytes } as const;
    scope.addContentTypeParser(Object.values(media), options, (_request, body, done) => done(null, body));
    scope.post(
      '/api/v1/filing-photos',
      {
        onRequest: allow(context, 'write-filings'),
        bodyLimit: mostBytes,
        schema: { tags, consumes: Object.values(media), response: { 201: FilingPhoto } },
      },
      async (request, reply) => {
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const type = photoTypeOf(bytes);
        if (!type) throw noPhoto();
        const sha256 = await files.write(bytes, type);
        await addPhoto(context, doerOf(request), { sha256, type });
        reply.code(201);
        return { sha256 };
      },
    );
  });
  app.get(
    '/api/v1/filing-photos/:sha256',
    { onRequest: allow(context, 'be-signed-in'), schema: { tags, params: Type.Object({ sha256: Digest }) } },
    async (request, reply) => {
      const { sha256 } = request.params;
      const photo = await stores.filings.photo(sha256, accountOf(request).organiser);
      const bytes = photo && (await files.read(sha256, photo.type));
      if (!photo || !bytes) throw gone();
      return reply.type(media[photo.type]).header('content-disposition', 'inline').send(bytes);
    },
  );
}

function addPhoto(
  { database, clock, serverKey }: Context,
  { account, actor }: Doer,
  photo: { readonly sha256: string; readonly type: PhotoType },
): Promise<void> {
  return inTransaction(database, async (stores) => {
    const at = clock.now();
    const isNew = await stores.filings.addPhoto({ ...photo, organiser_id: account.organiser ?? '', at });
    const deed = { at, by: actor, action: 'filing-photo-added', data: { sha256: photo.sha256 } };
    if (isNew) await stores.journal.append(deed, serverKey);
  });
}

function noPhoto(): AppError {
  return new AppError('invalid_input', 'This is neither a JPEG nor a PNG.', {
    zh: '这不是 JPEG 或 PNG 照片，请另存为其中一种再上传。',
  });
}

function gone(): AppError {
  return new AppError('not_found', 'The photograph is not here.', { zh: '服务器上没有这张照片。' });
}
