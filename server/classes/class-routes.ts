import { ClassFiling, FiledClass } from '../../sync/contract/class-plan.ts';
import { allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { contentOf, fileOnBehalf } from './add-filing.ts';
import { doerOf } from './filing-parts.ts';

/** A reviewer files on behalf of an organiser who has no account. */
export function classRoutes(app: App, context: Context): void {
  app.post(
    '/api/v1/classes',
    {
      onRequest: allow(context, 'decide-filings'),
      bodyLimit: 4 * 1024 * 1024,
      schema: { tags: ['classes'], body: ClassFiling, response: { 201: FiledClass, 202: FiledClass } },
    },
    async (request, reply) => {
      const { id, state, classId } = await fileOnBehalf(context, doerOf(request), contentOf(request.body));
      const plan = classId === null ? undefined : (await context.stores.classes.find(classId))?.body;
      const filed = { class: plan?.class ?? '', version: plan?.version ?? 0 };
      const isAccepted = state === 'accepted';
      reply.code(isAccepted ? 201 : 202);
      return isAccepted ? filed : { ...filed, waiting: id };
    },
  );
}
