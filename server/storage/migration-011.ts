import { type Kysely, sql } from 'kysely';

/**
 * What must not grow with the city. Nearly all records are verified: an index by that state led SQLite through every
 * record there is whenever a class was asked for, so only the states that pass have one.
 */
export async function cityLookUps(db: Kysely<unknown>): Promise<void> {
  for (const index of ['records_state', 'records_class', 'check_ins_class']) {
    await db.schema.dropIndex(index).execute();
  }
  await db.schema
    .createIndex('records_waiting')
    .on('records')
    .columns(['device', 'seq'])
    .where(sql.ref('state'), '=', sql.lit('received'))
    .execute();
  await db.schema
    .createIndex('records_class')
    .on('records')
    .columns(['class_id', 'state', 'device'])
    .execute();
  await db.schema
    .createIndex('check_ins_class')
    .on('check_ins')
    .columns(['class_id', 'session', 'at'])
    .execute();
  await db.schema.createIndex('findings_class').on('findings').column('class_id').execute();
}
