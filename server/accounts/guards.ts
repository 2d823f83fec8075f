import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { App } from '../parts.ts';
import type { Right } from './rights.ts';

/** Who is let through: accounts of a right, or a kiosk by its signature, a puller by its token, anybody. */
export type Guard = { readonly right: Right } | 'device' | 'pull-token' | 'anybody';

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
export type GuardHook = Hook & { readonly guard: Guard };

export interface GuardedRoute {
  readonly method: string;
  /** Pattern: `/api/v1/classes/:class`. */
  readonly url: string;
  readonly guard: Guard;
}

export function guarding(guard: Guard, hook: Hook): GuardHook {
  return Object.assign(hook, { guard });
}

/** For routes that tell nothing of anyone, or are where credentials are shown. */
export const anybody: GuardHook = guarding('anybody', async () => undefined);

/** From here on no route of the API can be added that does not say who is let through; gives the list of them. */
export function demandGuards(app: App): readonly GuardedRoute[] {
  const routes: GuardedRoute[] = [];
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/v1/')) return;
    const guard = guardOf(route);
    if (!guard) throw new Error(`${route.method} ${route.url} does not say who is let through`);
    const methods = [route.method].flat();
    routes.push(...methods.map((method) => ({ method, url: route.url, guard })));
  });
  return routes;
}

function guardOf({ onRequest }: RouteOptions): Guard | undefined {
  const hooks = [onRequest ?? []].flat() as readonly Partial<GuardHook>[];
  return hooks.find(({ guard }) => guard !== undefined)?.guard;
}
