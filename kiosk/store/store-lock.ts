import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../sync/base/errors.ts';

export interface StoreLock {
  release(): void;
}

/**
 * Takes a data folder for this program alone, until `release` or the end of the process, however it ends: the lock is
 * the operating system's, held through a SQLite file that nothing is ever written to (so a full disk is no hindrance).
 * Throws `conflict` when another program has it.
 */
export function lockStore(dataDir: string): StoreLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const db = new Database(join(dataDir, 'store.lock'), { timeout: 0 });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    db.close();
    if (!(cause as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw cause;
    throw new AppError('conflict', 'Another kiosk program is using this data folder: close it first.', {
      cause,
      zh: '另一个签到程序正在使用这个数据文件夹，请先关闭它再试。',
    });
  }
  return { release: () => void db.close() };
}
