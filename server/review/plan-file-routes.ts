import { Type } from 'typebox';
import { Id } from '../../sync/contract/primitives.ts';
import { signedStatements } from '../../sync/contract/statements.ts';
import { allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { findPlanStatement } from './find-class.ts';

/** The signed plan of a class as a file, for a kiosk that has no network. */
export function planFileRoutes(app: App, context: Context): void {
  app.get(
    '/api/v1/classes/:class/plan-file',
    {
      onRequest: allow(context, 'read-classes'),
      schema: {
        tags: ['review'],
        params: Type.Object({ class: Id }),
        response: { 200: signedStatements.plan },
      },
    },
    async (request, reply) => {
      const classId = request.params.class;
      const statement = await findPlanStatement(context, classId);
      reply.header('content-disposition', `attachment; filename="plan-${classId}.json"`);
      return statement;
    },
  );
}
