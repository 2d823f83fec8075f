import { readLines } from '../base/lines.ts';
import type { SignedRecord } from '../contract/records.ts';
import type { Statement } from '../contract/statements.ts';
import { type BundleLine, readLine } from './bundle-line.ts';
import { canonicalJson } from './canonical-json.ts';

/** Where an accepted record stands in the server's log, in the tree that the bundle's checkpoint signs. */
export interface LogEntry {
  readonly device: string;
  readonly seq: string;
  readonly index: number;
  /** Inclusion path (RFC 9162), base64. */
  readonly hashes: readonly string[];
}

export interface BundleParts {
  readonly exportedAt: number;
  readonly serverKey: string;
  readonly certificates: Iterable<Statement<'device-certificate'>>;
  readonly records: Iterable<SignedRecord | string>;
  readonly timeReceipts: Iterable<Statement<'time-receipt'>>;
  readonly acceptances: Iterable<Statement<'acceptance'>>;
  readonly revocations: Iterable<Statement<'revocation'>>;
  /** A signed note, with the entries that it proves. */
  readonly checkpoint?: string | undefined;
  readonly entries: Iterable<LogEntry>;
  readonly segmentReceipts: Iterable<Statement<'segment-receipt'>>;
}

/**
 * The lines of a bundle, in the order in which they are to be written. Exported evidence is a text of JSON lines:
 * a header, then certificates, records in log order, and receipts, one a line, so that a damaged line is named by
 * its number and the lines around it still read.
 */
export function* writeBundle(parts: BundleParts): Generator<string> {
  const { exportedAt, serverKey, checkpoint } = parts;
  yield line({ format: 'keqin-evidence', v: 2, exportedAt, serverKey });
  for (const certificate of parts.certificates) yield line({ certificate });
  // A stored text goes out as it is stored, so that damage to it stays visible.
  for (const record of parts.records) {
    const text = typeof record === 'string' ? record.replaceAll('\n', ' ') : canonicalJson(record);
    yield `{"record":${text}}\n`;
  }
  for (const receipt of parts.timeReceipts) yield line({ 'time-receipt': receipt });
  for (const revocation of parts.revocations) yield line({ revocation });
  for (const acceptance of parts.acceptances) yield line({ acceptance });
  if (checkpoint !== undefined) yield line({ checkpoint });
  for (const entry of parts.entries) yield line({ entry });
  for (const receipt of parts.segmentReceipts) yield line({ 'segment-receipt': receipt });
}

function line(value: object): string {
  return `${canonicalJson(value)}\n`;
}

/**
 * Reads a bundle line by line; lines are numbered from 1. CR before the line feed and empty lines after the first
 * are let pass; a byte order mark is not. An empty file is one unreadable line: its header is missing.
 */
export async function* readBundle(file: string): AsyncGenerator<{ line: BundleLine; number: number }> {
  let number = 0;
  for await (const text of linesOf(file)) {
    number += 1;
    if (text !== '' || number === 1) yield { line: readLine(text, number), number };
  }
  if (number === 0) yield { line: readLine('', 1), number: 1 };
}

async function* linesOf(file: string): AsyncGenerator<string> {
  for await (const line of readLines(file)) yield withoutCr(line ?? '\u0000');
}

function withoutCr(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
