import { describe, expect, test } from 'vitest';
import { type BatchFacts, judgeBatch } from '../../../server/ingest/judge-batch.ts';
import { readBatch } from '../../../server/ingest/read-batch.ts';
import { WrittenRecord } from '../../../server/ingest/written-record.ts';
import type { SignedRecord } from '../../../sync/contract/records.ts';
import type { StatementBody } from '../../../sync/contract/statements.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { emptyLog } from '../../../sync/evidence/chain.ts';
import { recordDigest } from '../../../sync/evidence/record.ts';
import { checkInData, LogWriter } from '../../helpers/log-writer.ts';

type Head = StatementBody<'head'>;

function logOf(count: number): LogWriter {
  const writer = new LogWriter();
  for (let i = 0; i < count; i += 1) writer.append('check-in', checkInData({ id: `chk_${i}` }));
  return writer;
}

/** What is known before the first record came; the device signed for the end of `records`. */
function facts({ identity, records }: LogWriter, change: Partial<BatchFacts> = {}): BatchFacts {
  const last = records.at(-1) as SignedRecord;
  const claimed = { device: identity.device, seq: last.body.seq, digest: recordDigest(last) } as Head;
  return {
    ...{ device: identity.device, head: emptyLog(identity), claimed, recordsSigned: false },
    ...{ stored: new Map(), promised: new Map() },
    ...change,
  };
}

const changed = (record: SignedRecord): SignedRecord => ({
  ...record,
  body: { ...record.body, data: { ...record.body.data, minutes: 9 } },
});
/** Read whole, and by their text: judged alike. */
const outcome = (values: readonly unknown[], of: BatchFacts) => {
  const outcomes = [values, asWritten(values)].map((read) => {
    const { fresh, head, refused } = judgeBatch(read, of);
    return [fresh.length, Number(head.seq), refused && `${refused.code} ${refused.seq}`];
  });
  expect(outcomes[1]).toEqual(outcomes[0]);
  return outcomes[0];
};
/** The values with records as intake reads them from a kiosk's text. */
const asWritten = (values: readonly unknown[]) =>
  values.flatMap((value) => {
    const read = readBatch(`{"head":0,"records":[${canonicalJson(value)}]}`) as { records: unknown[] };
    expect(read.records[0] instanceof WrittenRecord).toBe(value !== null);
    return read.records;
  });

describe('a batch whose end the device signed', () => {
  test('is taken in whole, and once', () => {
    const writer = logOf(3);
    expect(outcome(writer.records, facts(writer))).toEqual([3, 3, null]);
    const stored = new Map(writer.records.map((record) => [record.body.seq, recordDigest(record)]));
    expect(outcome(writer.records, facts(writer, { stored, head: writer.head }))).toEqual([0, 3, null]);
  });

  test('is refused whole when its end is another', () => {
    const writer = logOf(3);
    const [first, second, third] = writer.records as [SignedRecord, SignedRecord, SignedRecord];
    expect(outcome([first, second, changed(third)], facts(writer))).toEqual([0, 0, 'bad-signature 3']);
    expect(outcome([first, second], facts(writer))).toEqual([0, 0, 'bad-signature 3']);
    expect(outcome([first, changed(second), third], facts(writer))).toEqual([0, 0, 'broken-chain 3']);
  });
});

describe('a batch that is refused in its middle', () => {
  const writer = logOf(3);
  const [first] = writer.records as [SignedRecord];

  test('keeps what stands before when the device signed the request, too', () => {
    expect(outcome([first, null], facts(writer, { recordsSigned: true }))).toEqual([
      1,
      1,
      'malformed-record 2',
    ]);
  });

  test('keeps nothing when only its end was signed: a stick could carry anything before a torn record', () => {
    expect(outcome([changed(first), null], facts(writer))).toEqual([0, 0, 'malformed-record 2']);
    expect(outcome([first, null], facts(writer))).toEqual([0, 0, 'malformed-record 2']);
  });
});

describe('what the device signed for when it asked for the time', () => {
  const signedFor = (record: SignedRecord) => new Map([[record.body.seq, recordDigest(record)]]);

  test('holds for the record that comes', () => {
    const writer = logOf(3);
    const promised = signedFor(writer.records[1] as SignedRecord);
    expect(outcome(writer.records, facts(writer, { promised }))).toEqual([3, 3, null]);
  });

  test('against another record there, in a log that goes on from that, is a cloned device', () => {
    const writer = logOf(3);
    const promised = new Map([['2', 'f'.repeat(64)]]);
    expect(outcome(writer.records, facts(writer, { promised }))).toEqual([0, 0, 'device-cloned 2']);
  });

  test('and still signs for is its only log: the record was changed on its way, and nobody is called a clone', () => {
    const writer = logOf(3);
    const [first, second, third] = writer.records as [SignedRecord, SignedRecord, SignedRecord];
    const inMiddle = facts(writer, { promised: signedFor(second) });
    expect(outcome([first, changed(second), third], inMiddle)).toEqual([0, 0, 'bad-signature 2']);
    const atEnd = facts(writer, { promised: signedFor(third) });
    expect(outcome([first, second, changed(third)], atEnd)).toEqual([0, 0, 'bad-signature 3']);
  });
});

test('a second record for one number is a cloned device', () => {
  const writer = logOf(2);
  const stored = new Map([
    ['1', 'e'.repeat(64)],
    ['2', 'f'.repeat(64)],
  ]);
  const head = { seq: 2n, digest: 'f'.repeat(64) };
  expect(outcome(writer.records, facts(writer, { stored, head }))).toEqual([0, 2, 'device-cloned 1']);
});
