import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { closed, Id } from '../../sync/contract/primitives.ts';
import { allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { notInMemory } from './live-faults.ts';
import { livePlaylist } from './live-playlist.ts';
import type { LiveRing } from './live-ring.ts';
import { viewOf, viewsPath } from './view-of-request.ts';

const tags = ['review'];
const playlistType = 'application/vnd.apple.mpegurl';
const Counted = Type.String({ pattern: '^[0-9]{1,9}$' });
const ofView = { class: Id, view: Id };
const Reload = Type.Object(
  { _HLS_msn: Type.Optional(Type.Integer()), _HLS_part: Type.Optional(Type.Integer()) },
  closed,
);
/** A player asks for what comes next; it is told within this time whether or not that has come. */
const blockMs = 5_000;

/** Low-latency HLS of a view: playlist, beginnings of runs, segments and their parts. Never without a session. */
export function livePictureRoutes(app: App, context: Context): void {
  const viewer = { onRequest: allow(context, 'watch-live') };

  app.get(
    `${viewsPath}/:view/live.m3u8`,
    {
      ...viewer,
      schema: { tags, params: Type.Object(ofView), querystring: Reload, produces: [playlistType] },
    },
    async (request, reply) => {
      const { _HLS_msn: msn, _HLS_part: part } = request.query;
      const { feed } = viewOf(request, context);
      if (!feed) throw notInMemory();
      if (msn !== undefined) await feed.until(msn, part, blockMs);
      // It may have ended meanwhile; and whoever waited for so long is still there.
      viewOf(request, context);
      return reply.type(playlistType).send(livePlaylist(feed.ring));
    },
  );

  const serve = (
    path: string,
    names: readonly string[],
    find: (ring: LiveRing, ...at: number[]) => unknown,
  ) =>
    app.get(
      `${viewsPath}/:view/${path}`,
      {
        ...viewer,
        schema: {
          tags,
          params: Type.Object({ ...ofView, ...Object.fromEntries(names.map((name) => [name, Counted])) }),
          produces: ['video/mp4'],
        },
      },
      async (request: FastifyRequest, reply: FastifyReply) => {
        const view = viewOf(request, context);
        const params = request.params as Record<string, string>;
        const bytes = view.feed && find(view.feed.ring, ...names.map((name) => Number(params[name])));
        if (!bytes) throw notInMemory();
        view.sawPictures = true;
        return reply.type('video/mp4').send(bytes);
      },
    );
  serve('inits/:number', ['number'], (ring, number) => ring.init(number ?? -1));
  serve('segments/:msn', ['msn'], (ring, msn) => {
    const segment = ring.segment(msn ?? -1);
    return segment && Buffer.concat(segment.parts.map(({ bytes }) => bytes));
  });
  serve(
    'segments/:msn/:part',
    ['msn', 'part'],
    (ring, msn, part) => ring.segment(msn ?? -1)?.parts[part ?? -1]?.bytes,
  );
}
