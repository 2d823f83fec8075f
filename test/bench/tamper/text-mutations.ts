import { readLine } from '../../../sync/evidence/bundle-line.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import type { Seeded } from '../../fault/seeded.ts';
import type { Evidence } from './evidence.ts';
import {
  atLine,
  type Mutator,
  ofItem,
  refused,
  someBundle,
  type Tampered,
  tamperedBundle,
  unchanged,
} from './mutation.ts';

/** One bit of any byte of the bundle. */
export const flipBit: Mutator = (whole, random) => {
  const evidence = someBundle(whole, random);
  const bytes = Buffer.from(evidence.bundle.join('\n'));
  const at = random.below(bytes.length);
  const line = bytes.subarray(0, at).filter((byte) => byte === 0x0a).length;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  return changedBundle(evidence, bytes.toString('utf8').split('\n'), line);
};

const characters = ' !"#,-./0123456789:AZ_abefnz{}[]\\\n\r\t';

/** One character of any line, by one that JSON or base64 may like. */
export const flipCharacter: Mutator = (whole, random) => {
  const evidence = someBundle(whole, random);
  const line = random.below(evidence.bundle.length);
  const text = withCharacter(evidence.bundle[line] ?? '', random);
  return changedBundle(evidence, evidence.bundle.with(line, text), line);
};

/** One character of a page of the pull API. */
export const flipInPage: Mutator = (evidence, random) => {
  const page = random.pick(evidence.pages);
  return changedPage(page, withCharacter(JSON.stringify(page), random));
};

/** Another spelling of the same JSON in one line: a record has one text. */
export const respellLine: Mutator = (whole, random) => {
  const evidence = someBundle(whole, random);
  const line = random.below(evidence.bundle.length);
  const text = respelled(evidence.bundle[line] ?? '', random);
  if (text === undefined) return undefined;
  const why = ['is not in the form', 'is not readable evidence', 'is not the header'];
  return tamperedBundle(evidence.bundle.with(line, text), refused(atLine(line, ...why)));
};

/** A page is judged by what it says: other spellings of the same are let pass, a forged last key is not. */
export const respellPage: Mutator = (evidence, random) => {
  const page = random.pick(evidence.pages);
  const text = respelled(JSON.stringify(page), random);
  return text === undefined ? undefined : changedPage(page, text);
};

/** Another spelling of the same base64: of signatures, keys, and hashes of the server's log. */
export const respellBase64: Mutator = (whole, random) => {
  const evidence = someBundle(whole, random);
  const line = random.below(evidence.bundle.length);
  if (line === 0) return undefined;
  const text = respelledBase64(evidence.bundle[line] ?? '', random);
  return text === undefined
    ? undefined
    : tamperedBundle(evidence.bundle.with(line, text), refused(atLine(line)));
};

export const respellBase64InPage: Mutator = (evidence, random) => {
  const page = random.pick(evidence.pages);
  const text = respelledBase64(JSON.stringify(page), random);
  return text === undefined ? undefined : changedPage(page, text);
};

function changedBundle(evidence: Evidence, lines: readonly string[], at: number): Tampered | undefined {
  const { bundle } = evidence;
  const read = (texts: readonly string[]) =>
    texts
      .join('\n')
      .split('\n')
      .map((text) => text.replace(/\r$/, ''))
      .filter((text) => text !== '')
      .join('\n');
  if (read(lines) === read(bundle)) return undefined;
  // When and by whom it was exported is for the reader's comfort: nobody signed it.
  const isComfort =
    at === 0 && readLine(lines[0] ?? '', 1).kind === 'header' && lines.length === bundle.length;
  return tamperedBundle(lines, isComfort ? unchanged : refused(atLine(at)));
}

function changedPage(page: Evidence['pages'][number], text: string): Tampered | undefined {
  const files = { bundles: [], pages: [text], consistencies: [] };
  const items = itemsOf(text);
  if (items === undefined) return { files, expected: refused({ what: 'page 1' }) };
  const same = (index: number) => sameJson(items[index], page.items[index]);
  const changed = page.items.findIndex((_, index) => !same(index));
  // The cursor and what was withdrawn are between puller and server: nobody signed them.
  if (changed < 0 && items.length === page.items.length) {
    const isPage = sameJson(Object.keys(JSON.parse(text)).sort(), Object.keys(page).sort());
    return { files, expected: isPage ? unchanged : refused({ what: 'page 1' }) };
  }
  return { files, expected: refused(ofItem(Math.max(0, changed)), { what: 'page 1' }) };
}

function itemsOf(text: string): readonly unknown[] | undefined {
  try {
    const { items } = JSON.parse(text) as { items?: unknown };
    return Array.isArray(items) ? items : undefined;
  } catch {
    return undefined;
  }
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b) || canonicalOrNone(a) === canonicalJson(b);
}

function canonicalOrNone(value: unknown): string | undefined {
  try {
    return canonicalJson(value);
  } catch {
    return undefined;
  }
}

function withCharacter(text: string, random: Seeded): string {
  const at = random.below(text.length);
  return text.slice(0, at) + random.pick([...characters]) + text.slice(at + 1);
}

const respellings: readonly ((text: string, random: Seeded) => string)[] = [
  (text, random) => insertAfter(text, /[,:{[]/g, () => random.pick([' ', '\t', '  ']), random),
  (text, random) => replaceOne(text, /:\d+(?=[,}])/g, (digits) => `${digits}e0`, random),
  (text, random) => replaceOne(text, /:\d+(?=[,}])/g, (digits) => `${digits}.0`, random),
  (text, random) =>
    replaceOne(text, /"[a-z]/g, (start) => `"\\u00${start.charCodeAt(1).toString(16)}`, random),
  (text, random) => replaceOne(text, /"[a-zA-Z]+":\d+(?=[,}])/g, (pair) => `${pair},${pair}`, random),
  (text, random) =>
    replaceOne(text, /"[a-zA-Z]+":\d+(?=[,}])/g, (pair) => `${pair.replace(/\d+$/, '7')},${pair}`, random),
  (text, random) =>
    replaceOne(text, /"[a-zA-Z]+":\d+(?=[,}])/g, (pair) => `${pair},${pair.replace(/\d+$/, '7')}`, random),
  (text, random) => replaceOne(text, /\//g, () => '\\/', random),
  (text) => `${text} `,
  (text) => `\uFEFF${text}`,
];

/** Undefined where the chosen way changes nothing. */
function respelled(text: string, random: Seeded): string | undefined {
  const other = random.pick(respellings)(text, random);
  return other === text ? undefined : other;
}

/** A second text for the same bytes: unused bits of the last character, padding, the other alphabet, what readers skip. */
function respelledBase64(text: string, random: Seeded): string | undefined {
  const ways: readonly ((value: string) => string)[] = [
    (value) => value.replace(/[A-Za-z0-9_-](?==*$)/, (last) => String.fromCharCode(last.charCodeAt(0) + 1)),
    (value) => (value.endsWith('=') ? value.slice(0, -1) : `${value}==`),
    (value) => value.replaceAll(/[-_]/g, (one) => (one === '-' ? '+' : '/')),
    (value) => value.replaceAll(/[+/]/g, (one) => (one === '+' ? '-' : '_')),
    (value) => `${value.slice(0, 8)} ${value.slice(8)}`,
    (value) => `${value}!`,
  ];
  const way = random.pick(ways);
  const other = replaceOne(text, /(?<=")[A-Za-z0-9+/_-]{42,}={0,2}(?=")/g, way, random);
  return other === text ? undefined : other;
}

function insertAfter(text: string, pattern: RegExp, by: () => string, random: Seeded): string {
  return replaceOne(text, pattern, (found) => found + by(), random);
}

function replaceOne(text: string, pattern: RegExp, by: (found: string) => string, random: Seeded): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const one = random.pick(found);
  return text.slice(0, one.index) + by(one[0]) + text.slice(one.index + one[0].length);
}
