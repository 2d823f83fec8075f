import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { notInTexts, quotedPhrases } from './rules/quoted-phrases.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keqin-phrases-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const quote = { profile: 'suihua-2019-enterprise', clause: '第五条(三)', phrase: '每天不超过 8 课时' };

test('a phrase that stands in its text is found, over the end of a line too', () => {
  writeFileSync(join(folder, 'suihua-2019.txt'), '每课时 40 分钟，每天不\n\n超过 8 课时，每名学员');
  expect(notInTexts([quote], folder)).toEqual([]);
});

test('one that is quoted wrongly is not', () => {
  writeFileSync(join(folder, 'suihua-2019.txt'), '每天不超过 9 课时');
  expect(notInTexts([quote], folder)).toEqual([quote]);
});

test('a text that is not there is no pass', () => {
  expect(() => notInTexts([quote], folder)).toThrow();
});

test('profiles and money quote many', () => {
  expect(quotedPhrases().length).toBeGreaterThan(300);
});
