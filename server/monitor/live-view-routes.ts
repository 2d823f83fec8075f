import { Type } from 'typebox';
import { LiveViewList, LiveViewOpened, LiveViewOrder, LiveViewState } from '../../sync/contract/live.ts';
import { Id } from '../../sync/contract/primitives.ts';
import { accountOf, allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { findPlan } from '../review/find-class.ts';
import { viewOf, viewsPath } from './view-of-request.ts';
import { watched } from './watched.ts';

const tags = ['review'];
const OfClass = Type.Object({ class: Id });
const OfView = Type.Object({ class: Id, view: Id });

/** A reviewer begins to watch a class, asks how that goes, and stops; and who else watched. */
export function liveViewRoutes(app: App, context: Context): void {
  const { views } = context.monitor;
  const viewer = { onRequest: allow(context, 'watch-live') };

  app.post(
    viewsPath,
    {
      ...viewer,
      schema: { tags, params: OfClass, body: LiveViewOrder, response: { 201: LiveViewOpened } },
    },
    async (request, reply) => {
      const { devices } = await findPlan(context, request.params.class);
      const { user, role } = accountOf(request);
      const order = { user, role, class: request.params.class, devices, ...request.body };
      return reply.code(201).send({ view: await views.open(order) });
    },
  );
  app.get(
    viewsPath,
    { ...viewer, schema: { tags, params: OfClass, response: { 200: LiveViewList } } },
    async (request) => watched(context, request.params.class),
  );
  app.get(
    `${viewsPath}/:view`,
    { ...viewer, schema: { tags, params: OfView, response: { 200: LiveViewState } } },
    async (request) => views.stateOf(viewOf(request, context)),
  );
  app.delete(
    `${viewsPath}/:view`,
    { ...viewer, schema: { tags, params: OfView, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await views.close(viewOf(request, context));
      return reply.code(204).send(null);
    },
  );
}
