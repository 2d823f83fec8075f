import { Type } from 'typebox';
import { FindingList } from '../../sync/contract/findings.ts';
import { closed, Id } from '../../sync/contract/primitives.ts';
import { actorOf, allow } from '../accounts/session-routes.ts';
import { writeDown } from '../journal/write-down.ts';
import type { App, Context } from '../parts.ts';
import type { StoreVerification } from '../verify/store-verification.ts';

const Query = Type.Object({ class: Type.Optional(Id) }, closed);

/** What could not be verified, and why; and the order to look again, now. */
export function findingRoutes(app: App, context: Context, verification: StoreVerification): void {
  const reader = { onRequest: allow(context, 'read-findings') };

  app.get(
    '/api/v1/findings',
    { ...reader, schema: { tags: ['review'], querystring: Query, response: { 200: FindingList } } },
    async (request) => findingList(context, request.query.class),
  );

  app.post(
    '/api/v1/verification',
    { ...reader, schema: { tags: ['review'], response: { 200: FindingList } } },
    async (request) => {
      const at = context.clock.now();
      await writeDown(context, { at, by: actorOf(request), action: 'verification-asked', data: {} });
      await verification.run();
      return findingList(context);
    },
  );
}

async function findingList({ stores }: Context, classId?: string): Promise<FindingList> {
  return {
    findings: [...(await stores.findings.list(classId))],
    lastPassAt: await stores.findings.lastPassAt(),
    records: await stores.records.countVerified(),
    segments: await stores.segmentFiles.countVerified(),
  };
}
