import Sqlite from 'better-sqlite3';
import type { Rows } from './judge-refusal.ts';

/** Counts the rows of a program's database from a connection of its own, and only when something was written. */
export class WatchedRows {
  readonly db: Sqlite.Database;
  readonly #count: Sqlite.Statement<[], Rows>;
  readonly #readVersion: Sqlite.Statement<[], number>;
  #version: number | undefined;
  #counts: Rows;

  /** `besides`: tables that anything may be written to. */
  constructor(file: string, besides: readonly string[] = []) {
    this.db = new Sqlite(file, { readonly: true });
    const tables = this.db
      .prepare<[], string>(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
      .pluck()
      .all();
    const counted = tables.filter((name) => !besides.includes(name));
    const counts = counted.map((name) => `(SELECT count(*) FROM ${name}) AS ${name}`);
    this.#count = this.db.prepare<[], Rows>(`SELECT ${counts.join(', ')}`);
    this.#readVersion = this.db.prepare<[], number>('PRAGMA data_version').pluck();
    this.#version = this.#readVersion.get();
    this.#counts = this.#count.get() as Rows;
  }

  /** How many rows came since it was asked last, or went (less than none). */
  added(): Rows {
    const version = this.#readVersion.get();
    if (version === this.#version) return {};
    const [before, now] = [this.#counts, this.#count.get() as Rows];
    this.#version = version;
    this.#counts = now;
    const tables = Object.keys(now).filter((table) => now[table] !== before[table]);
    return Object.fromEntries(tables.map((table) => [table, (now[table] ?? 0) - (before[table] ?? 0)]));
  }

  /** False when anything was written since `added` was asked last, be it in place of what was there. */
  get untouched(): boolean {
    return this.#readVersion.get() === this.#version;
  }

  close(): void {
    this.db.close();
  }
}
