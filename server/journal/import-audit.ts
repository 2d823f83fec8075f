import type { Context } from '../parts.ts';
import { inTransaction } from '../storage/stores.ts';

/**
 * Takes what an older version wrote into its unsigned audit trail over into the journal, once: by the server, for it
 * was the server that believed it. Entries keep the time at which it happened.
 */
export async function importAudit({
  database,
  serverKey,
}: Pick<Context, 'database' | 'serverKey'>): Promise<void> {
  const old = await database.selectFrom('audit').select('id').limit(1).executeTakeFirst();
  if (!old) return;
  await inTransaction(database, async ({ journal }, trx) => {
    const rows = await trx.selectFrom('audit').selectAll().orderBy('id').execute();
    for (const { at, user, action, class_id, detail } of rows) {
      const data = { ...(JSON.parse(detail) as object), user };
      const by = { kind: 'system', part: 'imported' } as const;
      await journal.append({ at, by, action, class: class_id, data }, serverKey);
    }
    await trx.deleteFrom('audit').execute();
  });
}
