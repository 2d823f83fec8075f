import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLines } from '../../../sync/base/lines.ts';

async function linesOf(bytes: Buffer | string): Promise<(string | undefined)[]> {
  const file = join(mkdtempSync(join(tmpdir(), 'keqin-lines-')), 'lines');
  writeFileSync(file, bytes);
  const lines: (string | undefined)[] = [];
  for await (const line of readLines(file)) lines.push(line);
  return lines;
}

test('only a line feed ends a line, and the last one needs none', async () => {
  expect(await linesOf('a\r\n\nb\u2028c\nd')).toEqual(['a\r', '', 'b\u2028c', 'd']);
  expect(await linesOf('')).toEqual([]);
});

test('characters that lie across two reads stay whole', async () => {
  const long = '课'.repeat(50_000);
  expect(await linesOf(`x${long}\n${long}`)).toEqual([`x${long}`, long]);
});

test('what is no UTF-8 is no line, and those after it are read', async () => {
  const bytes = Buffer.concat([
    Buffer.from('课\n'),
    Buffer.from([0x61, 0xff, 0x0a]),
    Buffer.from('b\ufffd\n'),
  ]);
  expect(await linesOf(bytes)).toEqual(['课', undefined, 'b\ufffd']);
});

test('a line that is too long is no line, and those after it are read', async () => {
  expect(await linesOf(`${'x'.repeat(8 * 1024 * 1024 + 1)}\nb`)).toEqual([undefined, 'b']);
});
