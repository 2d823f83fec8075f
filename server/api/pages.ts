import fastifyStatic from '@fastify/static';
import { AppError } from '../../sync/base/errors.ts';
import { errorBodyOf } from '../../sync/transport/http-errors.ts';
import type { App } from '../parts.ts';

/** The review pages; every path that is neither API nor file is one of their routes. */
export async function servePages(app: App, uiDir: string | undefined): Promise<void> {
  if (uiDir !== undefined) await app.register(fastifyStatic, { root: uiDir });
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !request.url.startsWith('/api/');
    if (uiDir !== undefined && isPage) return reply.sendFile('index.html');
    const missing = new AppError('not_found', 'There is nothing at this address.', { zh: '该地址不存在。' });
    return reply.code(404).send(errorBodyOf(missing));
  });
}
