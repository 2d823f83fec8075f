import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBatch } from '../../../server/ingest/read-batch.ts';
import { WrittenRecord } from '../../../server/ingest/written-record.ts';
import { isOf } from '../../../sync/base/parse.ts';
import { SignedRecord } from '../../../sync/contract/records.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { checkInData, LogWriter } from '../../helpers/log-writer.ts';

function logOf(count: number, change: Parameters<LogWriter['append']>[2] = {}): LogWriter {
  const writer = new LogWriter();
  writer.begin();
  while (writer.records.length < count)
    writer.append('check-in', checkInData({ id: `chk_${writer.records.length}` }), change);
  return writer;
}

const batchOf = (records: readonly string[], head = '{"a":1}') =>
  `{"head":${head},"records":[${records.join(',')}]}`;
const textsOf = ({ records }: LogWriter) => records.map((record) => canonicalJson(record));
const writtenIn = (text: string) =>
  (readBatch(text) as { records: unknown[] }).records.filter((one) => one instanceof WrittenRecord).length;

describe('a batch as kiosks write it', () => {
  test('is read record by record, with what intake asks of each', () => {
    const writer = logOf(3);
    const { head, records } = readBatch(batchOf(textsOf(writer))) as {
      head: unknown;
      records: WrittenRecord[];
    };
    expect(head).toEqual({ a: 1 });
    expect(records.map(({ text }) => text)).toEqual(textsOf(writer));
    expect(records.map(({ body }) => body)).toEqual(
      writer.records.map(({ body: { device, seq, prev, kind, class: classId } }) => ({
        ...{ device, seq, prev, kind, class: classId },
      })),
    );
    expect(records.every((one) => one instanceof WrittenRecord)).toBe(true);
  });

  test('may hold Chinese text, and numbers that are not whole', () => {
    const writer = new LogWriter();
    writer.append('self-test', {
      at: 1,
      parts: [{ part: 'camera', ok: false, detail: '摄像头未连接' }],
    } as never);
    writer.append('check-in', checkInData(), { data: { score: 0.4375 } });
    expect(writtenIn(batchOf(textsOf(writer)))).toBe(2);
  });
});

describe('a batch that is written otherwise says what JSON.parse says', () => {
  const [first = '', second = ''] = textsOf(logOf(2));
  test.each([
    ['white space in a record', batchOf([first.replace(':', ': '), second])],
    ['white space beside it', batchOf([first, ` ${second}`])],
    ['white space at the end', `${batchOf([first, second])}\n`],
    ['a key in another place', batchOf([first.replace('"suite":"ES256"', '"a":1,"suite":"ES256"')])],
    ['a key twice', batchOf([first.replace('"seq":"1"', '"seq":"1","seq":"1"')])],
    ['an escape', batchOf([first.replace('"kiosk"', '"\\u006biosk"')])],
    ['version 1', batchOf(textsOf(logOf(2, { v: 1 })))],
    ['a later version', batchOf(textsOf(logOf(2, { v: 3 })))],
    ['a number too long', batchOf([first.replace(/"mono":\d+/, '"mono":9007199254740991')])],
    ['no records', batchOf([])],
    ['a record that is none', batchOf([first, 'null'])],
    ['records in the head', `{"head":{"a":1,"records":[${first}]},"records":[${second}]}`],
    ['a third key', batchOf([first], '1,"b":2')],
    ['two heads', batchOf([first], '1,"head":2')],
    ['other keys', `{"records":[${first}],"head":1}`],
  ])('%s', (_, text) => {
    expect(writtenIn(text)).toBe(0);
    expect(readBatch(text)).toEqual(JSON.parse(text));
  });

  test.each([
    '',
    '{',
    batchOf([first]).slice(0, -1),
    `{"head":{"a":1,"records":[${first}]}`,
    batchOf([first], ''),
  ])('and is refused where that refuses: %#', (text) => expect(() => readBatch(text)).toThrow(SyntaxError));
});

test('whatever is changed in a batch: what is taken as written has that one text, and the contract’s shape', () => {
  const batch = batchOf(textsOf(logOf(4)), canonicalJson({ body: { seq: '4' }, kind: 'head' }));
  const units = fc.constantFrom(...'{}[],:"\\0189.eE+- aznulltrefs_\u0000\ud800é');
  let taken = 0;
  fc.assert(
    fc.property(fc.nat(batch.length), fc.nat(3), fc.option(units, { nil: '' }), (at, cut, unit) => {
      const text = batch.slice(0, at) + unit + batch.slice(at + cut);
      const plainly = outcomeOf(() => JSON.parse(text));
      const ours = outcomeOf(() => readBatch(text));
      const values = (plainly as { records?: unknown[] } | undefined)?.records;
      const written = (ours as { records?: unknown[] } | undefined)?.records;
      if (!(written?.[0] instanceof WrittenRecord)) {
        expect(ours).toEqual(plainly);
        return;
      }
      taken += 1;
      expect(written).toHaveLength(values?.length ?? -1);
      for (const [index, one] of (written as WrittenRecord[]).entries()) {
        const value = values?.[index];
        expect(isOf(SignedRecord, value) && canonicalJson(value)).toBe(one.text);
        expect((value as SignedRecord).body).toMatchObject(one.body);
      }
    }),
    { numRuns: 5_000 },
  );
  expect(taken).toBeGreaterThan(500);
});

/** Undefined for what is not JSON. */
function outcomeOf(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}
