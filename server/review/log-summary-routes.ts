import { LogSummary } from '../../sync/contract/server-log.ts';
import { rootAt } from '../../sync/evidence/tlog/merkle-tree.ts';
import { formatNoteKey, noteKeyOf, noteKeyType } from '../../sync/evidence/tlog/note-key.ts';
import { originOf } from '../../sync/evidence/tlog/origin.ts';
import { allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { ServerLog } from '../transparency/server-log.ts';

/** The server's own log as a reviewer looks at it. */
export function logSummaryRoutes(app: App, context: Context): void {
  app.get(
    '/api/v1/log/summary',
    {
      onRequest: allow(context, 'read-findings'),
      schema: { tags: ['review'], response: { 200: LogSummary } },
    },
    async () => logSummary(context),
  );
}

async function logSummary({ stores, serverKey, clock }: Context): Promise<LogSummary> {
  const { publicKey } = serverKey;
  const { size, at } = await new ServerLog(stores.merkle, serverKey).checkpoint(clock.now());
  const root = Buffer.from(await rootAt(size, stores.merkle)).toString('base64');
  const key = formatNoteKey(noteKeyOf(originOf(publicKey), noteKeyType.ed25519, publicKey));
  return { key, size, root, signedAt: at, witnesses: await witnessesOf(stores) };
}

async function witnessesOf({ merkle }: Context['stores']): Promise<LogSummary['witnesses']> {
  const cosigned = await merkle.newestCosignedBy();
  return (await merkle.witnesses()).map(({ name }) => {
    const newest = cosigned.get(name);
    return { name, cosigned: newest ? { size: newest.size, signedAt: newest.at } : null };
  });
}
