import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { parseRecord } from '../../../sync/evidence/record.ts';
import { checkInData, LogWriter } from '../../helpers/log-writer.ts';

const record = new LogWriter().append('check-in', checkInData());
const text = canonicalJson(record);

describe('a record has one text', () => {
  test('the canonical one is read', () => expect(parseRecord(text)).toEqual(record));

  test.each([
    ['a space', '"minutes":0', '"minutes": 0'],
    ['a key written twice, the forged one first', '"minutes":0', '"minutes":40,"minutes":0'],
    ['another spelling of a number', '"minutes":0', '"minutes":0e5'],
    ['another spelling of a letter', '"chk_1"', '"chk\\u005f1"'],
    ['a lone surrogate', '"boot-1"', '"\\ud800"'],
    ['a line feed at the end', /$/, '\n'],
    ['a byte order mark', /^/, '\ufeff'],
    ['a field more', '"suite":"ES256"', '"suite":"ES256","x":1'],
    ['data nested too deeply', '"minutes":0', `"minutes":0,"n":${'['.repeat(9_000)}${']'.repeat(9_000)}`],
  ])('%s is not', (_name, from, to) => {
    const changed = text.replace(from, () => to);
    expect(changed).not.toBe(text);
    expect(parseRecord(changed)).toBeUndefined();
  });

  test('keys in another order are not', () => {
    expect(parseRecord(JSON.stringify(record))).toBeUndefined();
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.json().map(withinRecord)), (any) => {
        expect(parseRecord(any)).toBeUndefined();
      }),
    );
  });
});

/** A whole record but for what stands in one field. */
function withinRecord(json: string): string {
  return text.replace('"boot-1"', () => (json === '"boot-1"' ? '0' : `[${json}]`));
}
