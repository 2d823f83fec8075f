import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../sync/base/errors.ts';
import { migrations } from './migrations.ts';

export type Db = Database.Database;

/** Opens the kiosk's database, and brings it to the newest shape. `file` may be `:memory:`. */
export function openDatabase(file: string): Db {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  // better-sqlite3 reopens a WAL database with NORMAL, which loses acknowledged rows at a power cut.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('journal_size_limit = 67108864');
  migrate(db);
  return db;
}

function migrate(db: Db): void {
  const done = db.pragma('user_version', { simple: true }) as number;
  for (const [index, sql] of migrations.entries()) {
    if (index < done) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${index + 1}`);
    })();
  }
}

/** Runs `work`; a full disk becomes one clear fault, everything else goes on as it is. */
export function orDiskFull<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = (cause as { code?: string }).code;
    if (code !== 'SQLITE_FULL' && code !== 'ENOSPC') throw cause;
    throw new AppError('disk_full', 'The disk is full: nothing was saved. Free some space.', {
      cause,
      retryable: true,
      zh: '磁盘已满，本次未保存，请联系班主任清理磁盘。',
    });
  }
}
