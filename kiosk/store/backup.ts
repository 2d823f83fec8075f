import { randomUUID } from 'node:crypto';
import { chmod, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../sync/base/errors.ts';
import { connect, type Db } from './database.ts';
import { isDiskFull } from './disk-full.ts';

/** What no copy may hold: templates never leave the kiosk, and slots mean nothing on another reader. */
const strippedTables = ['face_templates', 'fingers'] as const;

interface BackupOrder {
  /** The live database; the kiosk may be writing to it all the while. */
  readonly database: string;
  /** Where the copy goes: one file, readable by its owner alone. Holds the class plans, with their names. */
  readonly file: string;
}

/**
 * Copies the kiosk's database as it is at one moment, without the templates. The first copy, which still has them,
 * stays in the data folder, beside the original; at `file` never a byte of them is written. Throws `conflict` when
 * `file` exists, `disk_full` when there is no room, `internal` when the copy is not whole.
 */
export async function backupStore({ database, file }: BackupOrder): Promise<{ readonly records: number }> {
  await requireRoom(database);
  await makeEmpty(file);
  const copy = join(dirname(database), `${randomUUID()}.part`);
  const clean = `${file}.${randomUUID()}.part`;
  try {
    await copyOneMoment(database, copy);
    stripInto(copy, clean);
    const records = checked(clean);
    await publish(clean, file);
    return { records };
  } catch (error) {
    await rm(file, { force: true });
    if (!isDiskFull(error)) throw error;
    throw new AppError('disk_full', 'There is no room for the backup; nothing was written.', {
      cause: error,
      zh: '磁盘空间不足，没有备份，请换一个磁盘或清理空间。',
    });
  } finally {
    await Promise.all([copy, `${copy}-journal`, clean].map((path) => rm(path, { force: true })));
  }
}

/** One read transaction for the whole copy: without it, every append of the kiosk would make SQLite begin again. */
async function copyOneMoment(database: string, copy: string): Promise<void> {
  await makeEmpty(copy);
  const source = connect(database, { readonly: true });
  try {
    source.exec('BEGIN');
    source.prepare('SELECT count(*) FROM log').get();
    await source.backup(copy);
    source.exec('COMMIT');
  } finally {
    source.close();
  }
}

/** VACUUM INTO writes live rows only: what was deleted has no page in the new file. */
function stripInto(copy: string, clean: string): void {
  const db = connect(copy);
  try {
    // The copy is marked WAL as its source is; it must be one file.
    db.pragma('journal_mode = DELETE');
    for (const table of strippedTables) db.exec(`DELETE FROM ${table}`);
    db.prepare('VACUUM INTO ?').run(clean);
  } finally {
    db.close();
  }
}

/** The number of records in the copy; throws when anything in it is not whole. */
function checked(clean: string): number {
  const db = connect(clean, { readonly: true });
  try {
    const integrity = db.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') throw new AppError('internal', `The copy is not whole: ${integrity}`);
    return countRecords(db);
  } finally {
    db.close();
  }
}

function countRecords(db: Db): number {
  const { n, last } = db.prepare('SELECT count(*) AS n, coalesce(max(seq), 0) AS last FROM log').get() as {
    n: number;
    last: number;
  };
  if (n !== last) throw new AppError('internal', 'The copy is not whole: records are missing.');
  return n;
}

/** Takes the place of the empty file that kept the name. */
async function publish(clean: string, file: string): Promise<void> {
  await chmod(clean, 0o600);
  await syncPath(clean);
  await rename(clean, file);
  await syncPath(dirname(file));
}

/** Owner-only, which SQLite then keeps. Never what exists already: a name is taken once. */
async function makeEmpty(file: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause;
    throw new AppError('conflict', 'The backup file exists already: choose another name.', {
      zh: '备份文件已存在，请换一个文件名。',
    });
  });
  await handle.close();
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Twice the database must fit: a backup must not be what fills the kiosk's disk. */
async function requireRoom(database: string): Promise<void> {
  const [{ size }, { bavail, bsize }] = await Promise.all([stat(database), statfs(dirname(database))]);
  if (bavail * bsize > 2 * size) return;
  throw new AppError('disk_full', 'There is not enough room on the kiosk’s disk to make a backup.', {
    zh: '本机磁盘空间不足，不能备份，请先清理空间。',
  });
}
