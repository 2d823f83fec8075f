import type { FastifyRequest } from 'fastify';
import { AppError } from '../../sync/base/errors.ts';
import type { App } from '../parts.ts';

/** JSON bodies whose exact bytes a signature covers: kept as `rawBody` beside what they say. */
export function keepRawJson(app: App, read: (text: string) => unknown = JSON.parse): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      request.rawBody = body;
      try {
        return read(body.toString('utf8'));
      } catch (cause) {
        throw new AppError('invalid_input', 'The body is not JSON.', { zh: '请求内容不是 JSON。', cause });
      }
    },
  );
}
