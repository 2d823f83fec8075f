import type { Kysely } from 'kysely';

/** Ids of check-ins, and announcements that are held, are looked up as records come in. */
export async function lookUps(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('check_ins_id').on('check_ins').column('id').execute();
  await db.schema.createIndex('records_held').on('records').columns(['device', 'kind', 'state']).execute();
}
