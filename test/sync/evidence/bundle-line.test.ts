import { describe, expect, test } from 'vitest';
import { placeIn, readLine } from '../../../sync/evidence/bundle-line.ts';
import { evidence, linesOf } from './sample-evidence.ts';

const sample = await evidence();
const [header, certificate, record] = linesOf(sample).map((line) => line.trimEnd()) as [
  string,
  string,
  string,
];
const place = { device: sample.device, seq: '1' };

describe('the first line', () => {
  test('is the header', () => expect(readLine(header, 1).kind).toBe('header'));

  test.each([
    ['nothing', ''],
    ['a certificate', certificate],
    ['a record, which then is not judged as one', record],
    ['a header with a space', header.replace(':', ': ')],
    ['a header with a byte order mark', `\ufeff${header}`],
    ['a header with a field more', header.replace('{', '{"a":1,')],
    ['JSON that is no object', 'null'],
  ])('%s is no header', (_name, text) => expect(readLine(text, 1)).toEqual({ kind: 'unreadable' }));
});

describe('every other line', () => {
  test('is one thing in canonical form', () => {
    expect(readLine(certificate, 2)).toEqual({ kind: 'certificate', value: sample.certificate });
    expect(readLine(record, 3)).toEqual({ kind: 'record', value: sample.writer.records[0] });
  });

  test.each([
    ['a second header', header],
    ['two things', `${certificate.slice(0, -1)},"record":{"forged":true}}`],
    ['one thing written twice', `{"certificate":1,${certificate.slice(1)}`],
    ['a thing of no known name', '{"secret":1}'],
    ['no thing', '{}'],
    ['a list', '["record"]'],
    ['a space', certificate.replace(':', ' :')],
    ['no JSON', 'forged nonsense'],
  ])('%s is unreadable', (_name, text) => expect(readLine(text, 2)).toEqual({ kind: 'unreadable' }));

  test.each([
    ['a space', record.replace('"minutes":0', '"minutes": 0')],
    ['a key written twice', record.replace('"minutes":0', '"minutes":9,"minutes":0')],
    ['torn quotes', record.replace('"outcome":"', '"outcome":')],
    ['a lone surrogate', record.replace('"boot-1"', '"\\ud800"')],
    ['a place in its data too', record.replace('"data":{', '"data":{ "device":"dev_x","seq":"99",')],
  ])('a record with %s still tells its place', (_name, text) =>
    expect(readLine(text, 3)).toEqual({ kind: 'unreadable', record: place }),
  );

  test('a record as deep as records may be is read, though its line is one level deeper', () => {
    const deep = '['.repeat(29) + ']'.repeat(29);
    const text = record.replace('"minutes":0', `"minutes":${deep}`);
    expect(readLine(text, 3).kind).toBe('record');
    expect(readLine(text.replace('[[]]', '[[[]]]'), 3).kind).toBe('unreadable');
  });
});

test('a torn record tells no place', () => expect(placeIn(record.slice(0, 40))).toBeUndefined());
