import type { Kysely } from 'kysely';

/** 开班备案: filings with their states, changes of plans, photographs of devices. */
export async function filings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('filings')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('organiser_id', 'text')
    .addColumn('class_id', 'text')
    .addColumn('is_change', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('outline', 'text', (c) => c.notNull())
    .addColumn('made_at', 'integer', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'integer', (c) => c.notNull())
    .addColumn('submitted_at', 'integer')
    .addColumn('first_by', 'text')
    .addColumn('decided_at', 'integer')
    .addColumn('decided_by', 'text')
    .addColumn('reason', 'text')
    .execute();
  await db.schema.createIndex('filings_changed').on('filings').columns(['changed_at', 'id']).execute();
  await db.schema
    .createTable('plan_changes')
    .addColumn('class_id', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('before_version', 'integer', (c) => c.notNull())
    .addColumn('is_late', 'integer', (c) => c.notNull())
    .addColumn('filing_id', 'text', (c) => c.notNull())
    .addColumn('first_by', 'text')
    .addColumn('second_by', 'text', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('plan_changes_key', ['class_id', 'version'])
    .execute();
  await db.schema
    .createTable('filing_photos')
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('organiser_id', 'text', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('filing_photos_key', ['sha256', 'organiser_id'])
    .execute();
  // Whether somebody was trained before is asked by ID number, over all classes.
  await db.schema.createIndex('people_id_number').on('people').column('id_number').execute();
}
