import { scryptSync } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import { expect, test } from 'vitest';
import { firstTables } from '../../../server/storage/migration-001.ts';
import { lookUps } from '../../../server/storage/migration-002.ts';
import { keysTimeAndTree } from '../../../server/storage/migration-003.ts';
import { wholeLesson } from '../../../server/storage/migration-004.ts';
import { serverJournal } from '../../../server/storage/migration-005.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { startTestServer, testStart } from '../../helpers/test-server.ts';

const password = 'a password for tests';

/** A database as version 0.3 left it: a reviewer who is signed in and watched a lesson. */
async function oldServer(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-old-server-'));
  const sqlite = new Sqlite(join(dir, 'server.db'));
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
  const migrations = {
    '001-first-tables': { up: firstTables },
    '002-look-ups': { up: lookUps },
    '003-keys-time-and-tree': { up: keysTimeAndTree },
    '004-whole-lesson': { up: wholeLesson },
    '005-server-journal': { up: serverJournal },
  };
  const provider = { getMigrations: async () => migrations };
  expect((await new Migrator({ db, provider }).migrateToLatest()).error).toBeUndefined();
  const salt = Buffer.alloc(16, 5);
  const hash = `scrypt$${salt.toString('base64url')}$${scryptSync(password, salt, 32).toString('base64url')}`;
  const run = (sql: string, ...values: unknown[]) => sqlite.prepare(sql).run(...values);
  run('INSERT INTO accounts VALUES (?, ?, ?, ?)', 'reviewer', hash, 'reviewer', testStart);
  run('INSERT INTO sessions VALUES (?, ?, ?)', sha256('old-token'), 'reviewer', testStart + 9_000_000);
  run('INSERT INTO classes VALUES (?, ?)', 'cls_old', 1);
  const audit = 'INSERT INTO audit (at, user, action, class_id, detail) VALUES (?, ?, ?, ?, ?)';
  run(audit, testStart - 1, 'reviewer', 'live-view-began', 'cls_old', '{"view":"view_1","camera":"room"}');
  await db.destroy();
  return dir;
}

test('a reviewer of version 0.3 signs in again with the same password, and organisers see none of the old classes', async () => {
  const server = await startTestServer({ dir: await oldServer() });
  const headers = { cookie: 'keqin_session=old-token' };
  expect((await server.inject({ url: '/api/v1/session', headers })).statusCode).toBe(401);
  expect((await server.asReviewer({ url: '/api/v1/session' })).json()).toMatchObject({ role: 'reviewer' });
  await server.addAccount('school', 'organiser', '某培训学校');
  const asSchool = await server.as('school')({ url: '/api/v1/classes/cls_old' });
  expect([asSchool.statusCode, asSchool.json().message]).toEqual([404, '没有该编号的班次。']);
  const entries = await server.context.stores.journal.after(0, 10);
  expect(entries[0]?.body).toMatchObject({
    ...{ at: testStart - 1, by: { kind: 'system', part: 'imported' }, action: 'live-view-began' },
    ...{ class: 'cls_old', data: { view: 'view_1', camera: 'room', user: 'reviewer' } },
  });
  await server.close();
});
