import type { SignedRecord } from '../../../sync/contract/records.ts';
import type { Statement } from '../../../sync/contract/statements.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import type { Seeded } from '../../fault/seeded.ts';
import type { Evidence, Line } from './evidence.ts';
import type { Files, Verdict } from './verify-files.ts';

/** A right name for what is wrong. */
export interface Named {
  /** Whole, or a pattern. */
  readonly what: string | RegExp;
  /** One of these stands in the sentence; any sentence, when there are none. */
  readonly why?: readonly string[];
}

export type Expected =
  /** The first thing wrong has one of these names. */
  | { readonly kind: 'refused'; readonly as: readonly Named[] }
  /** Nothing here is provably wrong, but the verifier says what is missing, and counts no more than was proven. */
  | { readonly kind: 'told'; readonly by: (verdict: Verdict) => boolean }
  /** What was changed proves nothing: the same counts. Not counted as a mutation. */
  | { readonly kind: 'unchanged' };

export interface Tampered {
  readonly files: Files;
  readonly expected: Expected;
}

/** Tampers with evidence in one way, at a place chosen by chance; undefined where there is nothing to change. */
export type Mutator = (evidence: Evidence, random: Seeded) => Tampered | undefined | Promise<Tampered>;

export const unchanged: Expected = { kind: 'unchanged' };

export function refused(...as: Named[]): Expected {
  return { kind: 'refused', as };
}

export function bundleOf(...bundles: (readonly string[])[]): Files {
  return { bundles, pages: [], consistencies: [] };
}

export function tamperedBundle(bundle: readonly string[], expected: Expected): Tampered {
  return { files: bundleOf(bundle), expected };
}

/** Whatever is named in line `index` (from 0): a record says its own place, too. */
export function atLine(index: number, ...why: string[]): Named {
  return { what: new RegExp(`(^line ${index + 1}$)|( \\(line ${index + 1}\\)$)`), why };
}

export function ofRecord({ body: { seq, device } }: SignedRecord, ...why: string[]): Named {
  return { what: new RegExp(`^record ${seq} of ${device}( \\(line \\d+\\))?$`), why };
}

export function ofItem(index: number, ...why: string[]): Named {
  return { what: new RegExp(`^item ${index + 1}( \\(.*\\))?$`), why };
}

export function indicesOf({ lines }: Evidence, ...kinds: string[]): number[] {
  return lines.flatMap(({ kind }, index) => (kinds.includes(kind) ? [index] : []));
}

/** Mostly the small bundle in place of the whole one: for what is done to any line. */
export function someBundle(evidence: Evidence, random: Seeded): Evidence {
  return random.below(4) === 0 ? evidence : { ...evidence, ...evidence.small };
}

/** The statement in a line that carries one. */
export function statementAt({ lines }: Evidence, index: number): Statement {
  return (lines[index] as Line).value as Statement;
}

/** What a statement in a line says of its place. */
export function placeAt(evidence: Evidence, index: number) {
  return statementAt(evidence, index).body as { device: string; seq: string; afterSeq?: string };
}

export interface RecordLine {
  readonly index: number;
  readonly record: SignedRecord;
}

export function recordLines({ lines }: Evidence, device?: string): RecordLine[] {
  const all = lines.map(({ kind, value }, index) => ({ kind, index, record: value as SignedRecord }));
  return all.filter(
    ({ kind, record }) => kind === 'record' && (device === undefined || record.body.device === device),
  );
}

/** The line that speaks of a record's place (`acceptance`, `entry`), or -1. */
export function lineAbout({ lines }: Evidence, kind: string, { body }: SignedRecord): number {
  return lines.findIndex((line) => {
    const value = line.value as { body?: { device: string; seq: string }; device?: string; seq?: string };
    const place = kind === 'entry' ? value : value.body;
    return line.kind === kind && place?.device === body.device && place.seq === body.seq;
  });
}

export function without(lines: readonly string[], indices: readonly number[]): string[] {
  const gone = new Set(indices);
  return lines.filter((_, index) => !gone.has(index));
}

export function carried(kind: string, value: unknown): string {
  return canonicalJson({ [kind]: value });
}
