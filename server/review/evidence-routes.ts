import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { isAppError } from '../../sync/base/errors.ts';
import { Id } from '../../sync/contract/primitives.ts';
import { actorOf, allow } from '../accounts/session-routes.ts';
import { writeDown } from '../journal/write-down.ts';
import type { App, Context } from '../parts.ts';
import { evidenceLines } from './evidence-export.ts';
import { findPlan } from './find-class.ts';

const bundleType = 'application/x-ndjson';

/** The evidence of a class as a file for `npm run verify`. */
export function evidenceRoutes(app: App, context: Context): void {
  app.get(
    '/api/v1/classes/:class/evidence',
    {
      onRequest: allow(context, 'export-evidence'),
      schema: { tags: ['review'], params: Type.Object({ class: Id }), produces: [bundleType] },
    },
    async (request, reply) => {
      const classId = request.params.class;
      const listed = await listedDevices(context, classId);
      const wrote = await context.stores.records.devices(classId);
      const devices = await context.stores.devices.list([...new Set([...listed, ...wrote])]);
      const deed = { action: 'evidence-exported', class: classId, data: {} };
      await writeDown(context, { ...deed, at: context.clock.now(), by: actorOf(request) });
      reply
        .type(bundleType)
        .header('content-disposition', `attachment; filename="evidence-${classId}.jsonl"`);
      return reply.send(Readable.from(evidenceLines(context, devices)));
    },
  );
}

/** An edited plan must not keep the evidence in: the kiosks that wrote are known without it. Throws `not_found`. */
async function listedDevices(context: Context, classId: string): Promise<readonly string[]> {
  try {
    return (await findPlan(context, classId)).devices;
  } catch (error) {
    if (isAppError(error, 'conflict')) return [];
    throw error;
  }
}
