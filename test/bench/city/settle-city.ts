import { inTransaction } from '../../../server/storage/stores.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import type { TestServer } from '../../helpers/test-server.ts';

const rowsAtOnce = 2_000;

/** Enters every announced segment as received, by the store's own code: only its bytes were never sent. */
export async function enterFilm({ context, serverKey, clock }: TestServer): Promise<void> {
  const announced = await context.database
    .selectFrom('segments')
    .select(['device', 'sha256', 'size_bytes as sizeBytes'])
    .execute();
  for (let from = 0; from < announced.length; from += rowsAtOnce) {
    await inTransaction(context.database, async ({ segmentFiles }) => {
      for (const segment of announced.slice(from, from + rowsAtOnce)) {
        const body = { v: 1, ...segment, receivedAt: clock.now() } as const;
        await segmentFiles.addVerified(sealStatement('segment-receipt', body, serverKey));
      }
    });
  }
}

/** A reviewer looks at the enrolments of each class and accepts them. */
export async function acceptEnrolments(server: TestServer, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { people } = await server.plan(id);
    const persons = people.filter(({ role }) => role !== 'class-admin').map((one) => one.id);
    const url = `/api/v1/classes/${id}/credit/enrolments`;
    const answer = await server.asReviewer({ method: 'POST', url, payload: { persons, verdict: 'accept' } });
    if (answer.statusCode !== 200) throw new Error(answer.body);
  }
}
