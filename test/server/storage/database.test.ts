import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../server/storage/database.ts';
import { isAppError } from '../../../sync/base/errors.ts';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'keqin-db-')), 'server.db');

test('a database that is opened again still syncs every commit', async () => {
  const file = newFile();
  for (const _start of ['first', 'second']) {
    const database = await openDatabase(file);
    const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(database);
    const journal = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(database);
    const keys = await sql<{ foreign_keys: number }>`pragma foreign_keys`.execute(database);
    await database.destroy();
    expect([rows[0]?.synchronous, journal.rows[0]?.journal_mode, keys.rows[0]?.foreign_keys]).toEqual([
      2,
      'wal',
      1,
    ]);
  }
  expect(statSync(file).size).toBeGreaterThan(0);
});

test('a database of a later version is refused with a sentence', async () => {
  const file = newFile();
  const database = await openDatabase(file);
  await sql`insert into kysely_migration values ('999-later', '2030-01-01')`.execute(database);
  await database.destroy();
  const refused = await openDatabase(file).catch((error: unknown) => error);
  expect(isAppError(refused, 'conflict')).toBe(true);
});
