import Database from 'better-sqlite3';
import type { PreparedRecord } from './ingest-batches.ts';

const batchSize = 500;

/** The limit: the same rows into the same columns and indexes, prepared once, a transaction a batch. Rows a second. */
export function rawInsert(file: string, records: readonly PreparedRecord[]): number {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`
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
  `);
  const insert = db.prepare(
    `INSERT INTO records (device, seq, digest, text, class_id, kind, state, received_at)
     VALUES (@device, @seq, @digest, @text, @classId, @kind, 'received', @receivedAt)`,
  );
  const insertAll = db.transaction((batch: readonly PreparedRecord[]) => {
    const receivedAt = Date.now();
    for (const { publicKey: _, ...row } of batch) insert.run({ ...row, receivedAt });
  });
  const startedAt = performance.now();
  for (let i = 0; i < records.length; i += batchSize) insertAll(records.slice(i, i + batchSize));
  const rate = (records.length / (performance.now() - startedAt)) * 1_000;
  db.close();
  return rate;
}
