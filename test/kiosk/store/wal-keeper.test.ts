import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { beforeEach, expect, test, vi } from 'vitest';
import { connect, type Db, openDatabase } from '../../../kiosk/store/database.ts';
import { WalKeeper } from '../../../kiosk/store/wal-keeper.ts';

const limitBytes = 2 * 1024 ** 2;
const logger = pino({ level: 'silent' });
let file: string;
let db: Db;
let keeper: WalKeeper;

beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'keqin-wal-')), 'kiosk.db');
  db = openDatabase(file);
  keeper = new WalKeeper(db, { logger, limitBytes });
});

/** Some 16 MB through the log, a thousand commits. */
function appendMuch(): void {
  const insert = db.prepare('INSERT INTO log (digest, kind, envelope) VALUES (?, ?, ?)');
  for (let i = 0; i < 1_000; i += 1) insert.run(String(i), 'check-in', 'x'.repeat(12_000));
}

/** Somebody who reads the whole store, slowly, until `end`. */
function openReader(): { end: () => void } {
  const reader = connect(file, { readonly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM log').get();
  return { end: () => void reader.close() };
}

test('a long read lets the write-ahead log grow; when it ends, the bound holds again at once', () => {
  const reader = openReader();
  appendMuch();
  expect(keeper.sizeBytes).toBeGreaterThan((8 * limitBytes) / 2);
  expect(keeper.check()).toBe('held');
  reader.end();
  // Control: nothing has cut it meanwhile, it is the keeper that does.
  expect(keeper.sizeBytes).toBeGreaterThan(limitBytes);
  expect(keeper.check()).toBe('cut');
  expect(keeper.sizeBytes).toBeLessThanOrEqual(limitBytes);
  expect(keeper.check()).toBe('within');
  expect(db.prepare('SELECT count(*) AS n FROM log').get()).toEqual({ n: 1_000 });
});

test('a reader is not waited for: check-ins are', () => {
  const reader = openReader();
  appendMuch();
  const before = performance.now();
  keeper.check();
  expect(performance.now() - before).toBeLessThan(1_000);
  expect(db.pragma('busy_timeout', { simple: true })).toBeGreaterThan(1_000);
  reader.end();
});

test('a disk that refuses the checkpoint ends nothing', () => {
  const refusing = new Proxy(db, {
    get(target, name) {
      if (name !== 'pragma') return Reflect.get(target, name);
      return (text: string, options: object) => {
        if (text.startsWith('wal_checkpoint'))
          throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
        return target.pragma(text, options);
      };
    },
  });
  expect(new WalKeeper(refusing, { logger, limitBytes }).check()).toBe('within');
  expect(db.pragma('busy_timeout', { simple: true })).toBeGreaterThan(0);
});

test('looks by itself, until it is closed', () => {
  vi.useFakeTimers();
  try {
    const reader = openReader();
    appendMuch();
    keeper.start();
    vi.advanceTimersByTime(6_000);
    expect(keeper.sizeBytes).toBeGreaterThan(limitBytes);
    reader.end();
    vi.advanceTimersByTime(5_000);
    expect(keeper.sizeBytes).toBeLessThanOrEqual(limitBytes);
    keeper.close();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
