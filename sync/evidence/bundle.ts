import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Type } from 'typebox';
import { isOf } from '../base/parse.ts';
import { Base64Url, closed, Instant } from '../contract/primitives.ts';
import type { SignedRecord } from '../contract/records.ts';
import type { Statement } from '../contract/statements.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * Exported evidence is a text of JSON lines: this header, then certificates, records in log order, and receipts,
 * one a line, so that a damaged line is named by its number and the lines around it still read.
 */
const BundleHeader = Type.Object(
  {
    format: Type.Literal('keqin-evidence'),
    v: Type.Literal(1),
    exportedAt: Instant,
    /** For the reader's comfort only: trust comes from a key that the verifier brings. */
    serverKey: Base64Url,
  },
  closed,
);

export type BundleLine =
  | { readonly kind: 'header' }
  | { readonly kind: 'certificate'; readonly certificate: unknown }
  | { readonly kind: 'record'; readonly record: unknown }
  | { readonly kind: 'acceptance'; readonly acceptance: unknown }
  | { readonly kind: 'segment-receipt'; readonly receipt: unknown }
  | { readonly kind: 'unreadable' };

/** The lines of a bundle, in the order in which they are to be written. */
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

/** Reads a bundle line by line; lines are numbered from 1. */
export async function* readBundle(file: string): AsyncGenerator<{ line: BundleLine; number: number }> {
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file, 'utf8') })) {
    number += 1;
    if (text !== '') yield { line: readLine(text, number), number };
  }
}

function readLine(text: string, number: number): BundleLine {
  const value = parseObject(text);
  if (!value) return { kind: 'unreadable' };
  if (number === 1) return isOf(BundleHeader, value) ? { kind: 'header' } : { kind: 'unreadable' };
  if ('certificate' in value) return { kind: 'certificate', certificate: value.certificate };
  if ('record' in value) return { kind: 'record', record: value.record };
  if ('acceptance' in value) return { kind: 'acceptance', acceptance: value.acceptance };
  if ('segment-receipt' in value) return { kind: 'segment-receipt', receipt: value['segment-receipt'] };
  return { kind: 'unreadable' };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
