import { readWritten, type WrittenRecord } from './written-record.ts';

const beforeHead = '{"head":';
const beforeRecords = ',"records":[';

/**
 * What JSON.parse says of a batch, but with `WrittenRecord`s for its records where all are written as kiosks write
 * nearly all. Throws SyntaxError for what is not JSON.
 */
export function readBatch(text: string): unknown {
  return readWrittenBatch(text) ?? JSON.parse(text);
}

function readWrittenBatch(text: string): { head: unknown; records: readonly WrittenRecord[] } | undefined {
  const endOfHead = text.indexOf(beforeRecords);
  if (endOfHead < 0 || !text.startsWith(beforeHead)) return undefined;
  const records = readRecords(text, endOfHead + beforeRecords.length);
  if (!records) return undefined;
  try {
    // That this is one whole value shows that the records stand beside the head, not in it.
    return { head: JSON.parse(text.slice(beforeHead.length, endOfHead)), records };
  } catch {
    return undefined;
  }
}

/** The records from `from` to the end of the text; undefined when one is written otherwise. */
function readRecords(text: string, from: number): readonly WrittenRecord[] | undefined {
  const records: WrittenRecord[] = [];
  for (let at = from; ; at += 1) {
    const next = readWritten(text, at);
    if (!next) return undefined;
    records.push(next.record);
    at = next.end;
    if (text[at] !== ',') return text.slice(at) === ']}' ? records : undefined;
  }
}
