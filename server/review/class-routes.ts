import { Type } from 'typebox';
import { CameraName } from '../../sync/contract/lesson-records.ts';
import { closed, Id } from '../../sync/contract/primitives.ts';
import { Replay } from '../../sync/contract/replay.ts';
import { AttendanceGrid, ClassDetail, ClassWall, HeldCheckIns } from '../../sync/contract/review.ts';
import { accountOf, allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { attendanceGrid, classDetail } from './class-detail.ts';
import { classWall } from './class-wall.ts';
import { heldCheckIns } from './held-check-ins.ts';
import { replay, replayPlaylist } from './replay.ts';

const tags = ['review'];
const OfClass = Type.Object({ class: Id });
const OfSession = Type.Object({ class: Id, session: Id });
const camera = Type.Optional(CameraName);
const Camera = Type.Object({ camera }, closed);
/** Of a period, by its number within the day, or of all of the session. */
const OfPeriod = Type.Object(
  { camera, period: Type.Optional(Type.Integer({ minimum: 1, maximum: 24 })) },
  closed,
);
const playlistType = 'application/vnd.apple.mpegurl';

/** What there is to see of classes: wall, roster, attendance, replay. */
export function reviewRoutes(app: App, context: Context): void {
  const reader = { onRequest: allow(context, 'read-classes') };

  app.get('/api/v1/classes', { ...reader, schema: { tags, response: { 200: ClassWall } } }, async (request) =>
    classWall(context, accountOf(request).organiser),
  );
  app.get(
    '/api/v1/classes/:class',
    { ...reader, schema: { tags, params: OfClass, response: { 200: ClassDetail } } },
    async (request) => classDetail(context, request.params.class),
  );
  app.get(
    '/api/v1/classes/:class/attendance',
    { ...reader, schema: { tags, params: OfClass, response: { 200: AttendanceGrid } } },
    async (request) => attendanceGrid(context, request.params.class),
  );
  app.get(
    '/api/v1/classes/:class/held-check-ins',
    { ...reader, schema: { tags, params: OfClass, response: { 200: HeldCheckIns } } },
    async (request) => heldCheckIns(context, request.params.class),
  );
  app.get(
    '/api/v1/classes/:class/sessions/:session/replay',
    {
      ...reader,
      schema: { tags, params: OfSession, querystring: Camera, response: { 200: Replay } },
    },
    async ({ params, query }) => replay(context, queryOf(params, query)),
  );
  app.get(
    '/api/v1/classes/:class/sessions/:session/replay.m3u8',
    { ...reader, schema: { tags, params: OfSession, querystring: OfPeriod, produces: [playlistType] } },
    async ({ params, query }, reply) => {
      const playlist = await replayPlaylist(context, queryOf(params, query), query.period);
      return reply.type(playlistType).send(playlist);
    },
  );
}

function queryOf(
  params: { readonly class: string; readonly session: string },
  query: { readonly camera?: 'room' | 'door' },
) {
  return { classId: params.class, session: params.session, camera: query.camera ?? 'room' };
}
