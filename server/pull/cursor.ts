/**
 * A place in the feed of approved credit. The feed is the journal: an approval is an entry of it, written in the
 * transaction that approves, so that entries have one order whoever approves at the same time, and none is added before
 * one that was given out. `12`: all of entry 12 was given out; `12-30`: of entry 12 the lines up to 30.
 */
export interface Place {
  readonly seq: number;
  /** Index of the last line that was given out; null for all of the entry. */
  readonly line: number | null;
}

export function readCursor(cursor: string): Place {
  const [seq, line] = cursor.split('-');
  return { seq: Number(seq), line: line === undefined ? null : Number(line) };
}

export const writeCursor = ({ seq, line }: Place): string => (line === null ? String(seq) : `${seq}-${line}`);

/** From where an entry is the next to come. */
export const cursorBefore = (seq: number): string => String(seq - 1);
