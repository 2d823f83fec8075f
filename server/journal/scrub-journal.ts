import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import type { Context } from '../parts.ts';
import type { JournalHead, NewFinding } from '../storage/finding-store.ts';
import { beforeTheFirst } from '../storage/journal-store.ts';
import { readStatement } from '../storage/read-statement.ts';
import type { JournalTable } from '../storage/schema-accounts.ts';
import { finding } from '../verify/finding-text.ts';

const chunkEntries = 500;
/** As many faults are named one by one. */
const mostNamed = 100;

interface JournalScrub {
  readonly found: readonly NewFinding[];
  /** Where it ends, when all of it is whole. */
  readonly head: JournalHead | undefined;
}

/**
 * Reads the journal again, from its first entry: each must be there, as we signed it, and name the one before it; and
 * it must go at least as far as the pass before had found it. An end that was cut off and had grown since then only who
 * was given the journal's head misses.
 */
export async function scrubJournal(
  { stores, serverKey }: Context,
  signal: AbortSignal,
): Promise<JournalScrub> {
  const known = await stores.findings.journalHead();
  const found = new Set<number>();
  let seq = 0;
  /** What the next entry must name; undefined after a broken one, so that one edit names one entry. */
  let prev: string | undefined = beforeTheFirst;
  while (!signal.aborted && found.size < mostNamed) {
    const rows = await stores.journal.rows(seq, chunkEntries);
    for (const row of rows) {
      for (let missing = seq + 1; missing < row.seq && found.size < mostNamed; missing += 1) {
        found.add(missing);
        prev = undefined;
      }
      const whole = isWhole(row, prev, serverKey.publicKey);
      const isKnown = row.seq !== known?.seq || row.digest === known.digest;
      if (!whole || !isKnown) found.add(row.seq);
      seq = row.seq;
      prev = whole ? row.digest : undefined;
    }
    if (rows.length < chunkEntries) break;
  }
  if (known && seq < known.seq && found.size < mostNamed && !signal.aborted) found.add(seq + 1);
  return {
    found: [...found].map((entry) =>
      finding('journal-broken', { kind: 'journal', id: String(entry) }, { device: null }),
    ),
    head: found.size === 0 && prev !== undefined && seq > 0 ? { seq, digest: prev } : undefined,
  };
}

/** The row is the entry that we signed for its place; `prev`: what it must name, where that is known. */
function isWhole(row: JournalTable, prev: string | undefined, serverKey: string): boolean {
  const { seq, digest, at, action, class_id, statement: text } = row;
  const statement = openStatement('journal-entry', readStatement('journal-entry', text), serverKey);
  if (!statement || canonicalJson(statement) !== text || sha256(text) !== digest) return false;
  const { body } = statement;
  const fits = body.seq === String(seq) && (prev === undefined || body.prev === prev);
  return fits && body.at === at && body.action === action && body.class === class_id;
}
