import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SignedRecord } from '../../../sync/contract/records.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { type ChainFault, emptyLog, followChain } from '../../../sync/evidence/chain.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { interpret, parseRecord } from '../../../sync/evidence/record.ts';
import { checkInData, LogWriter } from '../../helpers/log-writer.ts';

/** The first fault of a log, or undefined when it holds. */
function firstFault(records: readonly SignedRecord[], { identity }: LogWriter): ChainFault | undefined {
  let state = emptyLog(identity);
  for (const record of records) {
    const step = followChain(state, record, identity.device);
    if (!step.ok) return step.fault;
    state = step.next;
  }
  return undefined;
}

function logOf(count: number): LogWriter {
  const writer = new LogWriter();
  for (let i = 0; i < count; i += 1) writer.append('check-in', checkInData({ id: `chk_${i}` }));
  return writer;
}

describe('the chain', () => {
  test('an honest log holds', () => {
    const writer = logOf(5);
    expect(firstFault(writer.records, writer)).toBeUndefined();
  });

  test('dropped, doubled and swapped records are noticed', () => {
    const writer = logOf(5);
    const [a, b, c, d, e] = writer.records as [
      SignedRecord,
      SignedRecord,
      SignedRecord,
      SignedRecord,
      SignedRecord,
    ];
    expect(firstFault([a, b, d, e], writer)).toBe('sequence-hole');
    expect(firstFault([a, b, b, c], writer)).toBe('sequence-hole');
    expect(firstFault([b, a, c], writer)).toBe('sequence-hole');
  });

  test('a record replaced by another of the same key breaks the one after it', () => {
    const writer = logOf(3);
    const forger = new LogWriter('dev_test', writer.signer);
    forger.append('check-in', checkInData({ person: 'per_ghost' }));
    expect(firstFault([forger.records[0] as SignedRecord, ...writer.records.slice(1)], writer)).toBe(
      'broken-chain',
    );
  });

  test('another device, and another key, are refused', () => {
    const writer = logOf(1);
    const stranger = new LogWriter('dev_other', writer.signer);
    stranger.append('check-in', checkInData());
    expect(firstFault(stranger.records, writer)).toBe('wrong-device');
    const thief = new LogWriter('dev_test', memoryKey('ES256'));
    thief.append('check-in', checkInData(), { prev: writer.identity.keyId });
    expect(firstFault(thief.records, writer)).toBe('wrong-key');
    const named = { ...(thief.records[0] as SignedRecord), key: writer.identity.keyId };
    expect(firstFault([named], writer)).toBe('bad-signature');
  });

  test.each([
    ['of version 1', { v: 1 }],
    ['of version 2', {}],
    ['of a version to come', { v: 3 }],
  ])('any change of one character of a stored record %s is noticed', (_name, change) => {
    const writer = new LogWriter();
    const text = canonicalJson(writer.append('check-in', checkInData(), change));
    expect(firstFault(writer.records, writer)).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 32, max: 126 }), (at, code) => {
        const changed = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
        if (changed === text) return;
        const record = parseRecord(changed);
        expect(record === undefined || firstFault([record], writer) !== undefined).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('kinds of records', () => {
  test('a known kind is read, a later kind or version kept uninterpreted, a wrong one named', () => {
    const writer = new LogWriter();
    expect(interpret(writer.append('check-in', checkInData()).body).kind).toBe('known');
    expect(interpret(writer.append('check-in', checkInData(), { v: 1 }).body).kind).toBe('known');
    expect(interpret(writer.append('check-in', checkInData(), { v: 3 }).body).kind).toBe('unknown');
    expect(interpret(writer.append('check-in', checkInData(), { kind: 'hologram' }).body).kind).toBe(
      'unknown',
    );
    const wrong = { ...checkInData(), minutes: -1 };
    expect(interpret(writer.append('check-in', wrong).body).kind).toBe('malformed');
    expect(interpret(writer.append('check-in', { ...checkInData(), extra: 1 } as never).body).kind).toBe(
      'malformed',
    );
  });

  test('a boot record of version 1 brings no key, one of version 2 must, and version 1 knows no rotation', () => {
    const writer = new LogWriter();
    const old = { program: 'kiosk', node: 'v20' } as never;
    expect(interpret(writer.append('boot', old, { v: 1 }).body).kind).toBe('known');
    expect(interpret(writer.append('boot', old).body).kind).toBe('malformed');
    expect(interpret(writer.append('rotation', {} as never, { v: 1 }).body).kind).toBe('unknown');
  });
});
