import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBundle } from '../../../sync/evidence/bundle.ts';
import { evidence, linesOf } from './sample-evidence.ts';

/** The kinds of the lines that are read from a file with this text. */
async function kindsOf(text: string): Promise<string[]> {
  const file = join(mkdtempSync(join(tmpdir(), 'keqin-bundle-')), 'bundle.jsonl');
  writeFileSync(file, text);
  const kinds: string[] = [];
  for await (const { line, number } of readBundle(file)) kinds.push(`${number} ${line.kind}`);
  return kinds;
}

const lines = linesOf(await evidence());
const four = (kind: string) => Array.from({ length: 4 }, () => kind);
const honest = [
  ...['header', 'certificate', ...four('record'), 'time-receipt'],
  ...[...four('acceptance'), 'checkpoint', ...four('entry')],
].map((kind, index) => `${index + 1} ${kind}`);

test('what was written is read', async () => expect(await kindsOf(lines.join(''))).toEqual(honest));

test('CRLF, a missing last line feed and empty lines are let pass', async () => {
  expect(await kindsOf(lines.join('').replaceAll('\n', '\r\n'))).toEqual(honest);
  expect(await kindsOf(lines.join('').trimEnd())).toEqual(honest);
  expect(await kindsOf(`${lines.join('')}\n\n`)).toEqual(honest);
});

test('an empty file, and an empty first line, lack their header', async () => {
  expect(await kindsOf('')).toEqual(['1 unreadable']);
  expect(await kindsOf(`\n${lines[1]}`)).toEqual(['1 unreadable', '2 certificate']);
});

test('a separator that JSON does not escape is no end of a line', async () => {
  const sample = await evidence((writer) => {
    const lesson = { lesson: 'les_1', session: 'ses_1', event: 'stopped', by: 'class-admin', at: 5 } as const;
    writer.append('lesson', { ...lesson, reason: 'a\u2028b\u0085c\rd' });
  });
  expect(await kindsOf(linesOf(sample).join(''))).toEqual([
    '1 header',
    '2 certificate',
    '3 record',
    '4 time-receipt',
    '5 acceptance',
    '6 checkpoint',
    '7 entry',
  ]);
});

test('a line longer than one read of the file is one line', async () => {
  expect(await kindsOf(`${lines[0]}{"secret":"${'长'.repeat(100_000)}"}\n${lines[1]}`)).toEqual([
    '1 header',
    '2 unreadable',
    '3 certificate',
  ]);
});
