import type { Kysely } from 'kysely';

/** Organisers and whose classes are whose; roles, second factors, ends of sessions; how far the journal was read again. */
export async function accountsAndOrganisers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('organisers')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('name', 'text', (c) => c.notNull().unique())
    .addColumn('made_at', 'integer', (c) => c.notNull())
    .execute();
  await db.schema.alterTable('classes').addColumn('organiser_id', 'text').execute();
  await db.schema.createIndex('classes_organiser').on('classes').column('organiser_id').execute();
  for (const column of ['organiser_id', 'totp', 'totp_pending'] as const) {
    await db.schema.alterTable('accounts').addColumn(column, 'text').execute();
  }
  for (const column of ['disabled_at', 'last_login_at', 'totp_step'] as const) {
    await db.schema.alterTable('accounts').addColumn(column, 'integer').execute();
  }
  await db.schema
    .createTable('recovery_codes')
    .addColumn('code_hash', 'text', (c) => c.primaryKey().notNull())
    .addColumn('user', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('recovery_codes_user').on('recovery_codes').column('user').execute();
  await db.schema
    .alterTable('sessions')
    .addColumn('seen_at', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex('sessions_user').on('sessions').column('user').execute();
  for (const [column, type] of [
    ['journal_seq', 'integer'],
    ['journal_digest', 'text'],
  ] as const) {
    await db.schema.alterTable('scrub').addColumn(column, type).execute();
  }
}
