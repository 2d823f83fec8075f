import { Type } from 'typebox';
import { isOf } from '../base/parse.ts';
import { Base64Url, closed, Instant } from '../contract/primitives.ts';
import { canonicalJson } from './canonical-json.ts';

const BundleHeader = Type.Object(
  {
    format: Type.Literal('keqin-evidence'),
    v: Type.Union([Type.Literal(1), Type.Literal(2)]),
    exportedAt: Instant,
    /** For the reader's comfort only: trust comes from a key that the verifier brings. */
    serverKey: Base64Url,
  },
  closed,
);

/** Where a record stands in the log of its device. */
export interface RecordPlace {
  readonly device: string;
  readonly seq: string;
}

/** What a line may carry, by its key; the last five since version 2. */
const carried = [
  'certificate',
  'record',
  'acceptance',
  'segment-receipt',
  'boot-key',
  'time-receipt',
  'revocation',
  'checkpoint',
  'entry',
] as const;
type CarriedKind = (typeof carried)[number];

export type BundleLine =
  | { readonly kind: 'header'; readonly serverKey: string }
  | { readonly kind: CarriedKind; readonly value: unknown }
  /** `record`: the place that a damaged record still tells. */
  | { readonly kind: 'unreadable'; readonly record?: RecordPlace | undefined };

/** Reads line `number`, from 1: the first is the header and nothing else; every line is in canonical form. */
export function readLine(text: string, number: number): BundleLine {
  const value = parseObject(text);
  if (number === 1) return readHeader(text, value);
  const [key, ...more] = Object.keys(value ?? {});
  if (!value || key === undefined || more.length > 0) return unreadable(text);
  // The record is judged apart from its wrapping, which would count as a level of depth.
  if (text !== `{${JSON.stringify(key)}:${canonicalText(value[key])}}`) return unreadable(text);
  const kind = carried.find((one) => one === key);
  return kind ? { kind, value: value[kind] } : unreadable(text);
}

/** The place that a damaged record's text names, found without understanding the rest of it. */
export function placeIn(recordText: string): RecordPlace | undefined {
  const device = lastMatch(recordText, /"device"\s*:\s*"([A-Za-z0-9][A-Za-z0-9_-]{1,63})"/g);
  const seq = lastMatch(recordText, /"seq"\s*:\s*"(0|[1-9][0-9]{0,18})"/g);
  return device === undefined || seq === undefined ? undefined : { device, seq };
}

function readHeader(text: string, value: Record<string, unknown> | undefined): BundleLine {
  if (!isOf(BundleHeader, value) || canonicalText(value) !== text) return { kind: 'unreadable' };
  return { kind: 'header', serverKey: value.serverKey };
}

function unreadable(text: string): BundleLine {
  return { kind: 'unreadable', record: /^\s*\{\s*"record"/.test(text) ? placeIn(text) : undefined };
}

/** The last, for `data`, which may hold such fields too, stands before them in canonical order. */
function lastMatch(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}

/** Undefined for what has no canonical text. */
function canonicalText(value: unknown): string | undefined {
  try {
    return canonicalJson(value);
  } catch {
    return undefined;
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
