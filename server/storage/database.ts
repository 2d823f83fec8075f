import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, type Migration, Migrator, SqliteAdapter, SqliteDialect } from 'kysely';
import { AppError } from '../../sync/base/errors.ts';
import { firstTables } from './migration-001.ts';
import { lookUps } from './migration-002.ts';
import { keysTimeAndTree } from './migration-003.ts';
import { wholeLesson } from './migration-004.ts';
import { serverJournal } from './migration-005.ts';
import { accountsAndOrganisers } from './migration-006.ts';
import { filings } from './migration-007.ts';
import { credit } from './migration-008.ts';
import { claimsAndWebhooks } from './migration-009.ts';
import { holidayCalendar } from './migration-010.ts';
import { cityLookUps } from './migration-011.ts';
import type { Tables } from './schema.ts';
import { withStatementCache } from './statement-cache.ts';

export type Database = Kysely<Tables>;

/** Numbered, forward only: a step that has run anywhere is never edited. */
const migrations: Record<string, Migration> = {
  '001-first-tables': { up: firstTables },
  '002-look-ups': { up: lookUps },
  '003-keys-time-and-tree': { up: keysTimeAndTree },
  '004-whole-lesson': { up: wholeLesson },
  '005-server-journal': { up: serverJournal },
  '006-accounts-and-organisers': { up: accountsAndOrganisers },
  '007-filings': { up: filings },
  '008-credit': { up: credit },
  '009-claims-and-webhooks': { up: claimsAndWebhooks },
  '010-holiday-calendar': { up: holidayCalendar },
  '011-city-look-ups': { up: cityLookUps },
};

/**
 * Opens the server's database and brings its tables up to date. Throws `conflict` when a newer version of the
 * program wrote it.
 */
export async function openDatabase(file: string): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const sqlite = new Sqlite(file);
  sqlite.pragma('journal_mode = WAL');
  // better-sqlite3 is built so that a reopened WAL database silently gets NORMAL, which loses acknowledged rows.
  sqlite.pragma('synchronous = FULL');
  // Four times what is usual: copying the log into the file, with its two syncs, is seldom inside a kiosk's batch.
  sqlite.pragma('wal_autocheckpoint = 4000');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('busy_timeout = 5000');
  const dialect = new WholeMigrations({ database: withStatementCache(sqlite) });
  const database: Database = new Kysely({ dialect });
  await migrate(database);
  return database;
}

/** SQLite can undo a step that was cut in its middle; Kysely believes otherwise, and would leave half of it behind. */
class WholeMigrations extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

async function migrate(database: Database): Promise<void> {
  const provider = { getMigrations: async () => migrations };
  const { error } = await new Migrator({ db: database, provider }).migrateToLatest();
  if (error === undefined) return;
  await database.destroy();
  throw new AppError('conflict', 'The database was written by another version of this program.', {
    cause: error,
    zh: '数据库由其他版本的程序写入，请使用该版本或更新的版本。',
  });
}
