import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { connect, type Db, openDatabase, walLimitBytes } from '../../../kiosk/store/database.ts';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'keqin-db-')), 'kiosk.db');
const read = (db: Db, pragma: string) => db.pragma(pragma, { simple: true });

/** Opens, reads what the connection really does, closes. */
function settingsOf(db: Db) {
  const names = ['synchronous', 'journal_mode', 'journal_size_limit', 'foreign_keys', 'temp_store'];
  const settings = Object.fromEntries(names.map((name) => [name, read(db, name)]));
  db.close();
  return settings;
}

const wanted = {
  synchronous: 2,
  journal_mode: 'wal',
  journal_size_limit: walLimitBytes,
  foreign_keys: 1,
  temp_store: 2,
};

test('every connection waits for the disk: new, reopened, second reader', () => {
  const file = newFile();
  expect(settingsOf(openDatabase(file))).toEqual(wanted);
  expect(settingsOf(openDatabase(file))).toEqual(wanted);
  expect(settingsOf(connect(file, { readonly: true }))).toEqual(wanted);
});

test('control: a plain reopened connection would not', () => {
  const file = newFile();
  openDatabase(file).close();
  const plain = new Database(file);
  expect(read(plain, 'synchronous')).toBe(1);
  plain.close();
});

test('a reader finds no file where there is none, rather than making one', () => {
  expect(() => connect(newFile(), { readonly: true })).toThrow();
});

test('a database of a newer program is left alone', () => {
  const file = newFile();
  const db = openDatabase(file);
  db.pragma('user_version = 1000');
  db.close();
  expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'conflict' }));
});
