import type { Kysely } from 'kysely';

/** Real-name numbers, vouchers, exam results, claims; webhooks and what is to be delivered to them. */
export async function claimsAndWebhooks(db: Kysely<unknown>): Promise<void> {
  await ofPerson(db, 'registrations')
    .addColumn('number', 'text', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .addColumn('by_user', 'text', (c) => c.notNull())
    .execute();
  await ofPerson(db, 'vouchers')
    .addColumn('number', 'text', (c) => c.unique())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .execute();
  await ofPerson(db, 'exam_results')
    .addColumn('passed', 'integer', (c) => c.notNull())
    .addColumn('certificate', 'text', (c) => c.unique())
    .addColumn('at', 'integer', (c) => c.notNull())
    .addColumn('by_user', 'text', (c) => c.notNull())
    .execute();
  for (const table of ['registrations', 'vouchers', 'exam_results']) {
    await db.schema.createIndex(`${table}_class`).on(table).column('class_id').execute();
  }
  await db.schema
    .createIndex('registrations_number')
    .unique()
    .on('registrations')
    .columns(['number', 'class_id'])
    .execute();
  await claimTables(db);
  await webhookTables(db);
}

async function claimTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('claims')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    // No class is claimed twice: what was returned is submitted again.
    .addColumn('class_id', 'text', (c) => c.notNull().unique())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('credit_version', 'integer', (c) => c.notNull())
    .addColumn('facts', 'text', (c) => c.notNull())
    .addColumn('readings', 'text', (c) => c.notNull())
    .addColumn('submitted', 'text')
    .addColumn('money', 'text')
    .addColumn('reason', 'text')
    .addColumn('made_at', 'integer', (c) => c.notNull())
    .addColumn('submitted_at', 'integer')
    .addColumn('decided_at', 'integer')
    .execute();
  await db.schema
    .createTable('claimed_persons')
    .addColumn('claim_id', 'text', (c) => c.notNull())
    .addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('id_number', 'text', (c) => c.notNull())
    .addColumn('day', 'text', (c) => c.notNull())
    .addColumn('occupation', 'text', (c) => c.notNull())
    .addColumn('level', 'text')
    .addPrimaryKeyConstraint('claimed_persons_key', ['claim_id', 'person_id'])
    .execute();
  await db.schema.createIndex('claimed_persons_number').on('claimed_persons').column('id_number').execute();
}

async function webhookTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhooks')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('secret', 'text', (c) => c.notNull())
    .addColumn('active', 'integer', (c) => c.notNull())
    .addColumn('seen_seq', 'integer', (c) => c.notNull())
    .addColumn('made_at', 'integer', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('webhook_deliveries')
    .addColumn('hook_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('made_at', 'integer', (c) => c.notNull())
    .addColumn('next_at', 'integer', (c) => c.notNull())
    .addColumn('last_status', 'integer')
    .addPrimaryKeyConstraint('webhook_deliveries_key', ['hook_id', 'seq'])
    .execute();
  await db.schema
    .createIndex('webhook_deliveries_state')
    .on('webhook_deliveries')
    .columns(['hook_id', 'state', 'seq'])
    .execute();
}

const ofPerson = (db: Kysely<unknown>, table: string) =>
  db.schema
    .createTable(table)
    .addColumn('person_id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('class_id', 'text', (c) => c.notNull());
