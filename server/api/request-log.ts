import type { App } from '../parts.ts';

/**
 * One line for each answer, with the route's pattern instead of its URL: a query string or a body may hold what
 * no log may hold. Fastify's own request log is off.
 */
export function logRequests(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const line = { method, route: routeOptions.url ?? null, status: reply.statusCode };
    request.log.info({ ...line, ms: Math.round(reply.elapsedTime) }, 'answered');
  });
}
