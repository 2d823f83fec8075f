import Database from 'better-sqlite3';
import type { Statement } from '../../sync/contract/statements.ts';

/** Between two readings of clocks a busy machine may pause. */
const pauseMs = 5_000;

/** A running server's store, read from beside it. */
export class ClockServerStore {
  readonly #db: Database.Database;

  constructor(file: string) {
    this.#db = new Database(file, { readonly: true });
  }

  /** Whether the server gave a receipt for this place, or a later one. */
  knowsOf(device: string, seq: number): boolean {
    const found = this.#db.prepare('SELECT 1 FROM time_receipts WHERE device = ? AND seq >= ? LIMIT 1');
    return found.get(device, seq) !== undefined;
  }

  /** Whether this receipt was asked for after `since`, epoch ms, by a kiosk whose clock was right. */
  isTrueReceipt(id: string | null, since: number): boolean {
    const row = this.#db
      .prepare<[string | null], { statement: string }>('SELECT statement FROM time_receipts WHERE id = ?')
      .get(id);
    if (!row) return false;
    const { at, clock } = (JSON.parse(row.statement) as Statement<'time-receipt'>).body;
    return at > since && Math.abs(clock.wall - at) < pauseMs;
  }

  /** How many records of a device have their verdict. */
  judged(device: string): number {
    const found = this.#db.prepare<[string], number>(
      `SELECT count(*) FROM records WHERE device = ? AND state IN ('verified', 'held')`,
    );
    return found.pluck().get(device) ?? 0;
  }

  close(): void {
    this.#db.close();
  }
}
