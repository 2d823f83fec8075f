import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../sync/base/errors.ts';
import { migrations } from './migrations.ts';

export type Db = Database.Database;

/** The write-ahead log is cut back to this whenever it starts anew. */
export const walLimitBytes = 8 * 1024 ** 2;

/** Opens the kiosk's database, and brings it to the newest shape. `file` may be `:memory:`. */
export function openDatabase(file: string): Db {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const db = connect(file);
  try {
    db.pragma('journal_mode = WAL');
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * The one place where a connection is made. What `openDatabase` opens is the kiosk's store; this alone is for
 * copies of it, and for a second reader (`readonly`).
 */
export function connect(file: string, options: { readonly readonly?: boolean } = {}): Db {
  const db = new Database(file, { ...options, fileMustExist: options.readonly ?? false });
  // better-sqlite3 reopens a WAL database with NORMAL, which loses acknowledged rows at a power cut.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma(`journal_size_limit = ${walLimitBytes}`);
  // A full disk has no room for temporary files either.
  db.pragma('temp_store = MEMORY');
  return db;
}

function migrate(db: Db): void {
  const done = db.pragma('user_version', { simple: true }) as number;
  if (done > migrations.length)
    throw new AppError('conflict', 'The kiosk’s database was written by a newer version of this program.', {
      zh: '本机数据由更新版本的程序写入，请安装该版本或更新的版本。',
    });
  for (const [index, sql] of migrations.entries()) {
    if (index < done) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${index + 1}`);
    })();
  }
}
