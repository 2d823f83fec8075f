import { type CreateTableBuilder, type Kysely, sql } from 'kysely';

type Column = 'text' | 'integer' | 'real';

/** Every table of version 0.1. `?` after a type: may be null. */
export async function firstTables(db: Kysely<unknown>): Promise<void> {
  await logTables(db);
  await projectionTables(db);
  await segmentTables(db);
  await classTables(db);
  await accountTables(db);
  await db.schema.createIndex('records_class').on('records').column('class_id').execute();
  await db.schema.createIndex('check_ins_class').on('check_ins').columns(['class_id', 'at']).execute();
  await db.schema.createIndex('segments_class').on('segments').columns(['class_id', 'start_at']).execute();
  await db.schema.createIndex('segments_digest').on('segments').column('sha256').execute();
  await db.schema.createIndex('gaps_class').on('gaps').columns(['class_id', 'session']).execute();
  await db.schema.createIndex('lessons_class').on('lessons').columns(['class_id', 'session']).execute();
  await db.schema.createIndex('feed_record').on('feed').column('record_id').execute();
}

async function logTables(db: Kysely<unknown>): Promise<void> {
  await table(db, 'devices', 'id', {
    id: 'text',
    name: 'text',
    public_key: 'text',
    key_id: 'text',
    certificate: 'text',
    registered_at: 'integer',
    last_seen_at: 'integer?',
    head_seq: 'integer',
    head_digest: 'text',
  })
    .addUniqueConstraint('devices_key', ['key_id'] as never)
    .execute();
  await table(db, 'device_codes', 'code_hash', {
    code_hash: 'text',
    made_by: 'text',
    expires_at: 'integer',
    device: 'text?',
  }).execute();
  await counted(db, 'records', 'id', {
    device: 'text',
    seq: 'integer',
    digest: 'text',
    text: 'text',
    class_id: 'text?',
    kind: 'text',
    state: 'text',
    held_for: 'text?',
    received_at: 'integer',
    acceptance: 'text?',
  })
    .addUniqueConstraint('records_place', ['device', 'seq'] as never)
    .execute();
  await counted(db, 'findings', 'id', {
    found_at: 'integer',
    class_id: 'text?',
    device: 'text?',
    subject_kind: 'text',
    subject_id: 'text',
    code: 'text',
    message: 'text',
    message_en: 'text',
    by_scrub: 'integer',
  }).execute();
}

async function projectionTables(db: Kysely<unknown>): Promise<void> {
  const ofLesson = { class_id: 'text?', session: 'text', lesson: 'text' } as const;
  await projection(db, 'check_ins', {
    id: 'text',
    class_id: 'text?',
    session: 'text?',
    person: 'text?',
    role: 'text?',
    method: 'text',
    outcome: 'text',
    direction: 'text?',
    reason: 'text',
    minutes: 'integer',
    at: 'integer',
    score: 'real',
  });
  await projection(db, 'segments', {
    ...ofLesson,
    device: 'text',
    camera: 'text',
    sha256: 'text',
    size_bytes: 'integer',
    init_bytes: 'integer',
    start_at: 'integer',
    end_at: 'integer',
  });
  await projection(db, 'gaps', {
    ...ofLesson,
    camera: 'text',
    start_at: 'integer',
    end_at: 'integer',
    cause: 'text',
  });
  await projection(db, 'lessons', { ...ofLesson, event: 'text', at: 'integer' });
  await counted(db, 'feed', 'feed_index', { record_id: 'integer' }).execute();
}

async function segmentTables(db: Kysely<unknown>): Promise<void> {
  await table(db, 'segment_files', 'sha256', {
    sha256: 'text',
    size_bytes: 'integer',
    stored_at: 'integer',
    state: 'text',
  }).execute();
  await db.schema
    .createTable('segment_receipts')
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('receipt', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('segment_receipts_key', ['device', 'sha256'])
    .execute();
}

async function classTables(db: Kysely<unknown>): Promise<void> {
  await table(db, 'classes', 'id', { id: 'text', version: 'integer' }).execute();
  await db.schema
    .createTable('class_plans')
    .addColumn('class_id', 'text', (c) => c.notNull().references('classes.id'))
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('statement', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('class_plans_key', ['class_id', 'version'])
    .execute();
  await db.schema
    .createTable('class_devices')
    .addColumn('class_id', 'text', (c) => c.notNull().references('classes.id'))
    .addColumn('device', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('class_devices_key', ['class_id', 'device'])
    .execute();
  await table(db, 'people', 'id', {
    id: 'text',
    class_id: 'text',
    name: 'text',
    role: 'text',
    id_number: 'text',
  })
    .addUniqueConstraint('people_once', ['class_id', 'id_number'] as never)
    .execute();
}

async function accountTables(db: Kysely<unknown>): Promise<void> {
  await table(db, 'accounts', 'user', {
    user: 'text',
    password_hash: 'text',
    role: 'text',
    made_at: 'integer',
  }).execute();
  await table(db, 'sessions', 'token_hash', {
    token_hash: 'text',
    user: 'text',
    expires_at: 'integer',
  }).execute();
  await table(db, 'pull_tokens', 'token_hash', {
    token_hash: 'text',
    label: 'text',
    made_at: 'integer',
  }).execute();
  await table(db, 'scrub', 'id', { id: 'integer', last_pass_at: 'integer' }).execute();
}

type Columns = Record<string, Column | `${Column}?`>;
type Builder = CreateTableBuilder<string, string>;

function addColumns(builder: Builder, columns: Columns, primary?: string): Builder {
  let next = builder;
  for (const [name, type] of Object.entries(columns)) {
    const optional = type.endsWith('?');
    next = next.addColumn(name, sql.raw(optional ? type.slice(0, -1) : type), (column) => {
      if (name === primary) return column.primaryKey().notNull();
      return optional ? column : column.notNull();
    });
  }
  return next;
}

function table(db: Kysely<unknown>, name: string, primary: string, columns: Columns): Builder {
  return addColumns(db.schema.createTable(name) as Builder, columns, primary);
}

/** A table whose first column counts up and never gives a number twice. */
function counted(db: Kysely<unknown>, name: string, counter: string, columns: Columns): Builder {
  const start = db.schema
    .createTable(name)
    .addColumn(counter, 'integer', (c) => c.primaryKey().autoIncrement().notNull());
  return addColumns(start as Builder, columns);
}

function projection(db: Kysely<unknown>, name: string, columns: Columns): Promise<void> {
  const start = db.schema
    .createTable(name)
    .addColumn('record_id', 'integer', (c) => c.primaryKey().notNull().references('records.id'));
  return addColumns(start as Builder, columns).execute();
}
