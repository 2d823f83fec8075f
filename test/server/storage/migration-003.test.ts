import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { project } from '../../../server/ingest/project.ts';
import { firstTables } from '../../../server/storage/migration-001.ts';
import { lookUps } from '../../../server/storage/migration-002.ts';
import type { AttendancePage } from '../../../sync/contract/pull.ts';
import type { SignedRecord } from '../../../sync/contract/records.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { deviceIdOf, memoryKey } from '../../../sync/evidence/keys.ts';
import { recordDigest } from '../../../sync/evidence/record.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { Verifier } from '../../../sync/evidence/verifier.ts';
import { checkInData, LogWriter } from '../../helpers/log-writer.ts';
import { startTestServer, testStart } from '../../helpers/test-server.ts';

const serverKey = memoryKey('Ed25519');
const deviceKey = memoryKey('ES256');
let dir: string;
let writer: LogWriter;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'keqin-old-server-'));
  writer = new LogWriter(deviceIdOf(deviceKey.publicKey), deviceKey);
  for (let i = 0; i < 3; i += 1)
    writer.append('check-in', checkInData({ id: `chk_${i}`, at: testStart }), { v: 1 });
  await writeOldServer();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** The database as version 0.1 left it: one device, two accepted check-ins and one that was held. */
async function writeOldServer(): Promise<void> {
  const sqlite = new Sqlite(join(dir, 'server.db'));
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
  const migrations = { '001-first-tables': { up: firstTables }, '002-look-ups': { up: lookUps } };
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
  }).migrateToLatest();
  expect(error).toBeUndefined();
  const insert = (table: string, row: object) => {
    const columns = Object.keys(row);
    const sql = `insert into ${table} (${columns.join()}) values (${columns.map(() => '?').join()})`;
    return sqlite.prepare(sql).run(...Object.values(row)).lastInsertRowid;
  };
  const { device, publicKey, keyId } = writer.identity;
  const body = { v: 1, device, publicKey, registeredAt: testStart } as const;
  const certificate = JSON.stringify(sealStatement('device-certificate', body, serverKey));
  const place = {
    head_seq: 3,
    head_digest: writer.head.digest,
    registered_at: testStart,
    last_seen_at: null,
  };
  insert('devices', { id: device, name: '101', public_key: publicKey, key_id: keyId, certificate, ...place });
  for (const record of writer.records) {
    const heldFor = record.body.seq === '2' ? 'not-in-plan' : null;
    const id = Number(insert('records', rowOf(record, heldFor)));
    const projection = project(id, record.body);
    if (heldFor !== null || projection === undefined) continue;
    insert(projection.table, projection.row);
    insert('feed', { record_id: id });
  }
  await db.destroy();
}

function rowOf(record: SignedRecord, heldFor: string | null) {
  const { device, seq, kind, class: classId } = record.body;
  const digest = recordDigest(record);
  const body = { v: 1, device, seq, digest, acceptedAt: testStart } as const;
  const acceptance = heldFor ? null : JSON.stringify(sealStatement('acceptance', body, serverKey));
  const place = { device, seq: Number(seq), digest, text: canonicalJson(record), class_id: classId, kind };
  const state = heldFor ? 'held' : 'verified';
  return { ...place, state, held_for: heldFor, received_at: testStart, acceptance };
}

test('what version 0.1 had stored is whole, enters the server’s log, and is given out and proven as before', async () => {
  const server = await startTestServer({ dir, serverKey });
  try {
    await server.start();
    const pass = await server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
    expect(pass.json().findings).toEqual([]);
    expect((await server.context.stores.merkle.newestCheckpoint())?.size).toBe(2);
    const { items } = (await server.pull()).json<AttendancePage>();
    expect(items.map(({ id }) => id)).toEqual(['chk_0', 'chk_2']);
    expect(items[0]?.proof).toMatchObject({ bootKey: null, timeReceipt: null });
    expect(items[0]?.time).toEqual({ earliestAt: null, latestAt: testStart });
    const verifier = new Verifier([serverKey.publicKey]);
    verifier.addPage('page.json', { items });
    verifier.finish();
    expect([verifier.wrong, verifier.counts.checkIns]).toEqual([[], 2]);
  } finally {
    await server.close(true);
  }
});

test('and its devices go on from where they were: keys, head and certificate are carried over', async () => {
  const server = await startTestServer({ dir, serverKey });
  try {
    const device = await server.context.stores.devices.find(writer.identity.device);
    const key = { suite: 'ES256', publicKey: deviceKey.publicKey, keyId: deviceKey.keyId };
    const head = { seq: 3n, digest: writer.head.digest };
    expect(device?.head).toEqual(head);
    expect(device?.verified).toEqual({ ...head, deviceKey: key, signingKey: key });
    expect(device?.certificates.map(({ keyId }) => keyId)).toEqual([deviceKey.keyId]);
  } finally {
    await server.close(true);
  }
});

test('a second start enters nothing twice', async () => {
  for (const _start of [1, 2]) {
    const server = await startTestServer({ dir, serverKey });
    await server.start();
    expect((await server.context.stores.merkle.newestCheckpoint())?.size).toBe(2);
    await server.close(true);
  }
});
