import Database from 'better-sqlite3';
import type { PreparedRecord } from './ingest-batches.ts';

/** The limit: the same rows into the same columns and indexes, prepared once, a transaction a batch. */
export class RawTable {
  readonly #db: Database.Database;
  readonly #insertAll: (batch: readonly PreparedRecord[]) => void;

  constructor(file: string) {
    const db = new Database(file);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec(tableAndIndexes);
    const insert = db.prepare(
      `INSERT INTO records (device, seq, digest, text, class_id, kind, state, received_at)
       VALUES (@device, @seq, @digest, @text, @classId, @kind, 'received', @receivedAt)`,
    );
    this.#db = db;
    this.#insertAll = db.transaction((batch: readonly PreparedRecord[]) => {
      const receivedAt = Date.now();
      for (const { publicKey: _, ...row } of batch) insert.run({ ...row, receivedAt });
    });
  }

  insert(batch: readonly PreparedRecord[]): void {
    this.#insertAll(batch);
  }

  close(): void {
    this.#db.close();
  }
}

const tableAndIndexes = `
  CREATE TABLE records (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, device TEXT NOT NULL, seq INTEGER NOT NULL, digest TEXT NOT NULL,
    text TEXT NOT NULL, class_id TEXT, kind TEXT NOT NULL, state TEXT NOT NULL, held_for TEXT,
    received_at INTEGER NOT NULL, acceptance TEXT, earliest_at INTEGER, latest_at INTEGER, leaf_index INTEGER,
    time_sign TEXT, UNIQUE (device, seq)
  );
  CREATE INDEX records_class ON records (class_id);
  CREATE INDEX records_held ON records (device, kind, state);
  CREATE INDEX records_leaf ON records (leaf_index);
  CREATE INDEX records_state ON records (state, device, seq);
`;
