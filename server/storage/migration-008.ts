import { type Kysely, sql } from 'kysely';

/** Approved credit; and what credit is judged from is found without reading all the segments of a class. */
export async function credit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('credit_approvals')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement().notNull())
    .addColumn('class_id', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('asked_by', 'text')
    .addColumn('digest', 'text', (c) => c.notNull())
    .addColumn('statement', 'text', (c) => c.notNull())
    .addUniqueConstraint('credit_approvals_version', ['class_id', 'version'])
    .execute();
  await db.schema
    .createTable('credit_lines')
    .addColumn('approval_id', 'integer', (c) => c.notNull().references('credit_approvals.id'))
    .addColumn('line_index', 'integer', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('day', 'text', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('credit_lines_place', ['approval_id', 'line_index'])
    .execute();
  await db.schema
    .createIndex('check_ins_person')
    .on('check_ins')
    .columns(['person', 'at'])
    .where(sql.ref('outcome'), '=', sql.lit('accepted'))
    .execute();
  await db.schema
    .createIndex('records_enrolments')
    .on('records')
    .column('class_id')
    .where(sql.ref('kind'), '=', sql.lit('enrolment'))
    .execute();
  await db.schema
    .createIndex('records_class_held')
    .on('records')
    .column('class_id')
    .where(sql.ref('state'), '=', sql.lit('held'))
    .execute();
}
