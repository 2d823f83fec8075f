import { type Kysely, sql } from 'kysely';

/**
 * Keys, time and the tree: certificates by device key, boot keys, time receipts, revocations, the nodes of the
 * server's log, and the columns that say of a record when it was written and where it stands in that log.
 */
export async function keysTimeAndTree(db: Kysely<unknown>): Promise<void> {
  await deviceTables(db);
  await recordColumns(db);
  await timeTables(db);
  await treeTables(db);
  await carryDevicesOver(db);
}

async function deviceTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('devices')
    .addColumn('suite', 'text', (c) => c.notNull().defaultTo('ES256'))
    .execute();
  // JSON: the keys that count, and how far the log was verified.
  await db.schema.alterTable('devices').addColumn('verified', 'text').execute();
  await db.schema.alterTable('devices').addColumn('revocation', 'text').execute();
  await db.schema
    .createTable('device_certificates')
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('key_id', 'text', (c) => c.notNull())
    .addColumn('issued_at', 'integer', (c) => c.notNull())
    .addColumn('statement', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('device_certificates_key', ['device', 'key_id', 'issued_at'])
    .execute();
  await db.schema
    .createTable('boot_keys')
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('key_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('statement', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('boot_keys_key', ['device', 'key_id', 'seq'])
    .execute();
}

async function recordColumns(db: Kysely<unknown>): Promise<void> {
  for (const column of ['earliest_at', 'latest_at', 'leaf_index']) {
    await db.schema.alterTable('records').addColumn(column, 'integer').execute();
  }
  await db.schema.alterTable('records').addColumn('time_sign', 'text').execute();
  await db.schema.createIndex('records_leaf').on('records').column('leaf_index').execute();
  await db.schema.createIndex('records_state').on('records').columns(['state', 'device', 'seq']).execute();
}

async function timeTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('time_receipts')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('nonce', 'text', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('head', 'text', (c) => c.notNull())
    .addColumn('boot', 'text', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .addColumn('statement', 'text', (c) => c.notNull())
    .addUniqueConstraint('time_receipts_nonce', ['device', 'nonce'])
    .execute();
  await db.schema
    .createIndex('time_receipts_place')
    .on('time_receipts')
    .columns(['device', 'seq', 'at'])
    .execute();
}

async function treeTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('merkle_nodes')
    .addColumn('level', 'integer', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('merkle_nodes_place', ['level', 'number'])
    .execute();
  await db.schema
    .createTable('checkpoints')
    .addColumn('size', 'integer', (c) => c.primaryKey().notNull())
    .addColumn('note', 'text', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('witnesses')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('verifier_key', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('cosignatures')
    .addColumn('size', 'integer', (c) => c.notNull())
    .addColumn('witness', 'text', (c) => c.notNull())
    .addColumn('line', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('cosignatures_key', ['size', 'witness'])
    .execute();
}

/** What version 0.1 had taken in it had verified at once, each record by the device's only key. */
async function carryDevicesOver(db: Kysely<unknown>): Promise<void> {
  await sql`INSERT INTO device_certificates (device, key_id, issued_at, statement)
    SELECT id, key_id, registered_at, certificate FROM devices`.execute(db);
  const key = sql`json_object('suite', 'ES256', 'publicKey', public_key, 'keyId', key_id)`;
  await sql`UPDATE devices SET verified = json_object('seq', CAST(head_seq AS TEXT), 'digest', head_digest,
    'deviceKey', ${key}, 'signingKey', ${key})`.execute(db);
}
