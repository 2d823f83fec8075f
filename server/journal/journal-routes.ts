import { JournalPage, type JournalQuery, JournalQuery as Query } from '../../sync/contract/journal.ts';
import { allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';

const defaultLimit = 100;

/** The server's own log: who did what. */
export function journalRoutes(app: App, context: Context): void {
  app.get(
    '/api/v1/journal',
    {
      onRequest: allow(context, 'read-journal'),
      schema: { tags: ['review'], querystring: Query, response: { 200: JournalPage } },
    },
    async (request) => journalPage(context, request.query),
  );
}

async function journalPage({ stores }: Context, query: JournalQuery): Promise<JournalPage> {
  const { journal } = stores;
  const { after, before = Number.MAX_SAFE_INTEGER, limit = defaultLimit } = query;
  const only = query.class === undefined ? {} : { class: query.class };
  const head = await journal.head();
  const entries =
    after === undefined ? await journal.before(before, limit, only) : await journal.after(after, limit, only);
  return { entries: [...entries], head: head ? { ...head, seq: String(head.seq) } : null };
}
