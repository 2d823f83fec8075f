import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../../../sync/base/errors.ts';
import { CameraName } from '../../../sync/contract/lesson-records.ts';
import { PeriodVideo } from '../../../sync/contract/period-video.ts';
import { CivilDay, closed, Id } from '../../../sync/contract/primitives.ts';
import { allow } from '../../accounts/session-routes.ts';
import type { App, Context } from '../../parts.ts';
import { readByteRange } from '../byte-range.ts';
import { type Film, FilmMaker } from './film.ts';
import { filmedPeriod, type PeriodQuery, periodVideo } from './period-video.ts';
import { readFilm } from './read-film.ts';

const Params = Type.Object({ class: Id, day: CivilDay, number: Type.String({ pattern: '^[1-9][0-9]?$' }) });
const camera = Type.Optional(CameraName);
const OfCamera = Type.Object({ camera }, closed);
const OfPart = Type.Object({ camera, part: Type.Optional(Type.Integer({ minimum: 1 })) }, closed);

/** A period's verified video as one mp4, and the list of what is in it. */
export function periodVideoRoutes(app: App, context: Context): void {
  const maker = new FilmMaker((sha256) => context.segmentStore.fileOf(sha256));
  const reader = { onRequest: allow(context, 'read-classes') };
  const tags = ['review'];

  app.get(
    '/api/v1/classes/:class/periods/:day/:number/video.json',
    {
      ...reader,
      schema: { tags, params: Params, querystring: OfCamera, response: { 200: PeriodVideo } },
    },
    async ({ params, query }) => periodVideo(context, maker, queryOf(params, query)),
  );
  app.get(
    '/api/v1/classes/:class/periods/:day/:number/video.mp4',
    { ...reader, schema: { tags, params: Params, querystring: OfPart, produces: ['video/mp4'] } },
    async (request, reply) => {
      const query = queryOf(request.params, request.query);
      const { films } = await filmedPeriod(context, maker, query);
      const part = request.query.part ?? 1;
      const film = films[part - 1];
      if (!film) throw new AppError('not_found', 'The film has no such part.', { zh: '没有这一部分录像。' });
      const name = [query.classId, query.day, query.number, query.camera];
      const fileName = `${[...name, ...(films.length > 1 ? [part] : [])].join('-')}.mp4`;
      reply.header('content-disposition', `attachment; filename="${fileName}"`);
      return send(context, film, request, reply);
    },
  );
}

function send({ segmentStore }: Context, film: Film, request: FastifyRequest, reply: FastifyReply) {
  const { sizeBytes, etag } = film;
  // A download of a lesson under way must not be continued with the bytes of a later film.
  const ifRange = request.headers['if-range'];
  const asked = ifRange === undefined || ifRange === etag ? request.headers.range : undefined;
  const range = readByteRange(asked, sizeBytes);
  reply.type('video/mp4').header('accept-ranges', 'bytes').header('etag', etag);
  reply.header('cache-control', 'private, no-cache');
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${sizeBytes}`).send();
  }
  const { first, last } = range === 'whole' ? { first: 0, last: sizeBytes - 1 } : range;
  if (range !== 'whole') reply.code(206).header('content-range', `bytes ${first}-${last}/${sizeBytes}`);
  const bytes = readFilm(film, { first, last }, (sha256, part) => segmentStore.read(sha256, part));
  return reply.header('content-length', last - first + 1).send(Readable.from(bytes));
}

function queryOf(
  params: { readonly class: string; readonly day: string; readonly number: string },
  query: { readonly camera?: 'room' | 'door' },
): PeriodQuery {
  const { class: classId, day, number } = params;
  return { classId, day, number: Number(number), camera: query.camera ?? 'room' };
}
