import { createReadStream } from 'node:fs';
import type { SignedRecord } from '../contract/records.ts';
import type { Statement } from '../contract/statements.ts';
import { type BundleLine, readLine } from './bundle-line.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * The lines of a bundle, in the order in which they are to be written. Exported evidence is a text of JSON lines:
 * a header, then certificates, records in log order, and receipts, one a line, so that a damaged line is named by
 * its number and the lines around it still read.
 */
export function* writeBundle(parts: {
  readonly exportedAt: number;
  readonly serverKey: string;
  readonly certificates: Iterable<Statement<'device-certificate'>>;
  readonly records: Iterable<SignedRecord | string>;
  readonly acceptances: Iterable<Statement<'acceptance'>>;
  readonly segmentReceipts: Iterable<Statement<'segment-receipt'>>;
}): Generator<string> {
  const { exportedAt, serverKey } = parts;
  yield `${canonicalJson({ format: 'keqin-evidence', v: 1, exportedAt, serverKey })}\n`;
  for (const certificate of parts.certificates) yield `${canonicalJson({ certificate })}\n`;
  // A stored text goes out as it is stored, so that damage to it stays visible.
  for (const record of parts.records) {
    const text = typeof record === 'string' ? record.replaceAll('\n', ' ') : canonicalJson(record);
    yield `{"record":${text}}\n`;
  }
  for (const acceptance of parts.acceptances) yield `${canonicalJson({ acceptance })}\n`;
  for (const receipt of parts.segmentReceipts) yield `${canonicalJson({ 'segment-receipt': receipt })}\n`;
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

/** Only a line feed ends a line: node:readline also takes a lone CR, and in some versions U+2028, for an end. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const parts = `${rest}${chunk}`.split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield withoutCr(part);
  }
  if (rest !== '') yield withoutCr(rest);
}

function withoutCr(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
