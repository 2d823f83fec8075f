import { ClassFiling, FiledClass } from '../../sync/contract/class-plan.ts';
import { reviewerOnly } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { fileClass } from './file-class.ts';

/** 开班备案: for now a reviewer files on behalf of the organiser. */
export function classRoutes(app: App, context: Context): void {
  app.post(
    '/api/v1/classes',
    {
      onRequest: reviewerOnly(context),
      bodyLimit: 4 * 1024 * 1024,
      schema: { tags: ['classes'], body: ClassFiling, response: { 201: FiledClass } },
    },
    async (request, reply) => {
      reply.code(201);
      return fileClass(context, request.body);
    },
  );
}
