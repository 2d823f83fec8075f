import path from 'node:path';
import { expect, test } from 'vitest';
import { lastSentence } from '../../../kiosk/start/last-sentence.mjs';
import { tempFolder } from './temp-folder.ts';

const sayIn = (lines: readonly string[]) =>
  lastSentence(path.join(tempFolder({ 'kiosk.log': `${lines.join('\n')}\n` }), 'kiosk.log'));

test.each([
  [
    'the last logged error',
    [
      '{"level":50,"msg":"old"}',
      '{"level":60,"err":{"message":"disk full"},"msg":"x"}',
      '{"level":30,"msg":"bye"}',
    ],
    'disk full',
  ],
  [
    'what was thrown, not its stack',
    ['/app/a.ts:3', 'TypeError: x is not a function', '    at go (/app/a.ts:3:1)', '', 'Node.js v20.19.0'],
    'TypeError: x is not a function',
  ],
  ['else the last line', ['one', 'two', ''], 'two'],
  ['a cut line of JSON is only a line', ['{"level":50,"ms'], '{"level":50,"ms'],
  ['nothing for an empty log', [], ''],
])('%s', (_what, lines, sentence) => {
  expect(sayIn(lines)).toBe(sentence);
});

test('a log that was never written has no sentence', () => {
  expect(lastSentence(path.join(tempFolder(), 'absent.log'))).toBe('');
});
