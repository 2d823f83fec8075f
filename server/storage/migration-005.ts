import type { Kysely } from 'kysely';

/** The server's own log. */
export async function serverJournal(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('journal')
    .addColumn('seq', 'integer', (c) => c.primaryKey().notNull())
    .addColumn('digest', 'text', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('class_id', 'text')
    .addColumn('statement', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('journal_class').on('journal').columns(['class_id', 'seq']).execute();
  await db.schema.createIndex('journal_action').on('journal').columns(['action', 'seq']).execute();
}
