import { Type } from 'typebox';
import { closed, Id } from '../../sync/contract/primitives.ts';
import { FindingList } from '../../sync/contract/review.ts';
import { reviewerOnly } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';

const Query = Type.Object({ class: Type.Optional(Id) }, closed);

/** What could not be verified, and why. */
export function findingRoutes(app: App, context: Context): void {
  const reviewer = { onRequest: reviewerOnly(context) };

  app.get(
    '/api/v1/findings',
    { ...reviewer, schema: { tags: ['review'], querystring: Query, response: { 200: FindingList } } },
    async (request) => findingList(context, request.query.class),
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
