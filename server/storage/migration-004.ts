import type { Kysely } from 'kysely';

/** The whole lesson: pauses, faults of the picture, photographs, looks into the room; and who watched. */
export async function wholeLesson(db: Kysely<unknown>): Promise<void> {
  await projectionTables(db);
  await db.schema
    .createTable('audit')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement().notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .addColumn('user', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('class_id', 'text')
    .addColumn('detail', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('audit_class').on('audit').columns(['class_id', 'at']).execute();
}

async function projectionTables(db: Kysely<unknown>): Promise<void> {
  await projection(db, 'pauses')
    .addColumn('lesson', 'text', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .addColumn('reason', 'text')
    .execute();
  await projection(db, 'picture_faults')
    .addColumn('lesson', 'text', (c) => c.notNull())
    .addColumn('camera', 'text', (c) => c.notNull())
    .addColumn('fault', 'text', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .addColumn('since', 'integer', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .execute();
  await drawn(db, 'photos')
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('size_bytes', 'integer', (c) => c.notNull())
    .execute();
  await drawn(db, 'presence')
    .addColumn('heads', 'integer', (c) => c.notNull())
    .addColumn('recognised', 'integer', (c) => c.notNull())
    .execute();
  for (const table of ['pauses', 'picture_faults', 'photos', 'presence']) {
    await db.schema.createIndex(`${table}_session`).on(table).columns(['class_id', 'session']).execute();
  }
  await db.schema.createIndex('photos_sha256').on('photos').column('sha256').execute();
}

const drawn = (db: Kysely<unknown>, table: string) =>
  projection(db, table)
    .addColumn('camera', 'text', (c) => c.notNull())
    .addColumn('due_at', 'integer', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull());

const projection = (db: Kysely<unknown>, table: string) =>
  db.schema
    .createTable(table)
    .addColumn('record_id', 'integer', (c) => c.primaryKey().notNull())
    .addColumn('class_id', 'text')
    .addColumn('session', 'text', (c) => c.notNull());
