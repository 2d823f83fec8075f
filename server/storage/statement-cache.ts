import type { Database as Sqlite } from 'better-sqlite3';

type Prepared = ReturnType<Sqlite['prepare']>;

/** More texts than the server's code has, and few enough to keep. */
const mostStatements = 500;

/**
 * A connection that prepares each text once. Kysely asks for a statement at every call, and half of what a small
 * query takes is its preparation.
 */
export function withStatementCache(sqlite: Sqlite): { prepare(text: string): Prepared; close(): void } {
  const cache = new Map<string, Prepared>();
  return {
    prepare(text) {
      const known = cache.get(text);
      if (known) return known;
      if (cache.size >= mostStatements) cache.clear();
      const statement = sqlite.prepare(text);
      cache.set(text, statement);
      return statement;
    },
    close() {
      cache.clear();
      sqlite.close();
    },
  };
}
