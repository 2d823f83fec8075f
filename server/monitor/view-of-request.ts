import type { FastifyRequest } from 'fastify';
import { accountOf } from '../accounts/session-routes.ts';
import type { Context } from '../parts.ts';

/** Where a reviewer's views of a class are. */
export const viewsPath = '/api/v1/classes/:class/live-views';

/** The view that a reviewer's request names; it counts as a sign of life. Throws `not_found`, also for another's. */
export function viewOf(request: FastifyRequest, { monitor }: Context) {
  const { class: classId, view } = request.params as { class: string; view: string };
  return monitor.views.find(view, accountOf(request).user, classId);
}
