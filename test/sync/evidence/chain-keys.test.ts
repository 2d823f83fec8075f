import { describe, expect, test } from 'vitest';
import type { StatementBody } from '../../../sync/contract/statements.ts';
import { type ChainFault, emptyLog, followChain, type LogState } from '../../../sync/evidence/chain.ts';
import { memoryKey, type Signer } from '../../../sync/evidence/keys.ts';
import { sealRecord } from '../../../sync/evidence/record.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { checkInData, LogWriter } from '../../helpers/log-writer.ts';

/** Follows a whole log: its end, or the place and kind of the first fault. */
function follow({ identity, records }: LogWriter): LogState | `${number} ${ChainFault}` {
  let state = emptyLog(identity);
  for (const [index, record] of records.entries()) {
    const step = followChain(state, record, identity.device);
    if (!step.ok) return `${index + 1} ${step.fault}`;
    state = step.next;
  }
  return state;
}

const keysOf = (writer: LogWriter) => {
  const end = follow(writer);
  return typeof end === 'string' ? end : [end.deviceKey.keyId, end.signingKey.keyId];
};
const checkIn = (writer: LogWriter, change: { v?: number } = {}) =>
  writer.append('check-in', checkInData(), change);

describe.each(['ES256', 'SM2-SM3'] as const)('boot keys of suite %s', (suite) => {
  test('sign from their own boot record on, until the next', () => {
    const writer = new LogWriter('dev_test', memoryKey(suite));
    const [first, second] = [memoryKey(suite), memoryKey(suite)];
    writer.begin(writer.signer, first);
    checkIn(writer);
    expect(keysOf(writer)).toEqual([writer.signer.keyId, first.keyId]);
    writer.boot = 'boot-2';
    writer.begin(writer.signer, second);
    checkIn(writer);
    expect(keysOf(writer)).toEqual([writer.signer.keyId, second.keyId]);
  });
});

describe('a boot key', () => {
  test('that the device key did not certify is refused', () => {
    const writer = new LogWriter();
    writer.begin(memoryKey('ES256'));
    expect(follow(writer)).toBe('1 bad-boot-key');
  });

  test('that an earlier boot key certified is refused: only the device key may', () => {
    const writer = new LogWriter();
    const bootKey = memoryKey('ES256');
    writer.begin(writer.signer, bootKey);
    writer.begin(bootKey);
    expect(follow(writer)).toBe('2 bad-boot-key');
  });

  test.each<[string, Partial<StatementBody<'boot-key'>>]>([
    ['another place in the log', { seq: '2' }],
    ['another device', { device: 'dev_other' }],
    ['another boot of the machine', { boot: 'boot-2' }],
  ])('certified for %s is refused', (_name, change) => {
    const writer = new LogWriter();
    const key = certified(writer, memoryKey('ES256'), change);
    writer.append('boot', { program: 'kiosk', node: 'v20', key });
    expect(follow(writer)).toBe('1 bad-boot-key');
  });

  test('of one start signs nothing in the next', () => {
    const writer = new LogWriter();
    const old = memoryKey('ES256');
    writer.begin(writer.signer, old);
    writer.boot = 'boot-2';
    const { body } = writer.begin();
    const next = {
      ...body,
      seq: '3',
      prev: writer.head.digest,
      kind: 'check-in',
      data: { ...checkInData() },
    };
    writer.records.push(sealRecord(next, old));
    expect(follow(writer)).toBe('3 wrong-key');
  });

  test('that stands in its record and did not sign it is refused', () => {
    const writer = new LogWriter();
    const key = certified(writer, memoryKey('ES256'));
    writer.append('boot', { program: 'kiosk', node: 'v20', key });
    expect(follow(writer)).toBe('1 wrong-key');
  });

  test('once there, the device key signs no record of its own any more', () => {
    const writer = new LogWriter();
    const { body } = writer.begin();
    const next = {
      ...body,
      seq: '2',
      prev: writer.head.digest,
      kind: 'check-in',
      data: { ...checkInData() },
    };
    writer.records.push(sealRecord(next, writer.signer));
    expect(follow(writer)).toBe('2 wrong-key');
  });
});

test('a log of version 1, signed by the device key, goes on with version 2 and boot keys', () => {
  const writer = new LogWriter();
  writer.append('boot', { program: 'kiosk', node: 'v20' } as never, { v: 1 });
  checkIn(writer, { v: 1 });
  const bootKey = memoryKey('ES256');
  writer.begin(writer.signer, bootKey);
  checkIn(writer);
  expect(keysOf(writer)).toEqual([writer.signer.keyId, bootKey.keyId]);
});

describe('a rotation', () => {
  test('signed for by both keys counts; the boot key goes on until the next start, which the new key certifies', () => {
    const writer = new LogWriter();
    const [bootKey, next] = [memoryKey('ES256'), memoryKey('ES256')];
    writer.begin(writer.signer, bootKey);
    writer.rotate(next);
    checkIn(writer);
    expect(keysOf(writer)).toEqual([next.keyId, bootKey.keyId]);
    const later = memoryKey('ES256');
    writer.begin(next, later);
    checkIn(writer);
    expect(keysOf(writer)).toEqual([next.keyId, later.keyId]);
  });

  test('leaves the old key nothing to certify', () => {
    const writer = new LogWriter();
    writer.begin();
    writer.rotate(memoryKey('ES256'));
    writer.begin(writer.signer);
    expect(follow(writer)).toBe('3 bad-boot-key');
  });

  test('may change the suite', () => {
    const writer = new LogWriter();
    const next = memoryKey('SM2-SM3');
    writer.begin();
    writer.rotate(next);
    writer.begin(next, memoryKey('SM2-SM3'));
    checkIn(writer);
    const end = follow(writer) as LogState;
    expect([end.deviceKey.suite, end.signingKey.suite]).toEqual(['SM2-SM3', 'SM2-SM3']);
  });

  const stranger = memoryKey('ES256');
  test.each<[string, { old?: Signer; fresh?: Signer; seq?: string }]>([
    ['the new key alone', { old: stranger }],
    ['the old key alone', { fresh: stranger }],
    ['both for another place', { seq: '9' }],
  ])('signed for by %s is refused', (_name, change) => {
    const writer = new LogWriter();
    writer.begin();
    writer.rotate(memoryKey('ES256'), change);
    expect(follow(writer)).toBe('2 bad-rotation');
  });
});

function certified(writer: LogWriter, key: Signer, change: Partial<StatementBody<'boot-key'>> = {}) {
  const { device } = writer.identity;
  const { publicKey } = key;
  const body = { v: 1, device, seq: '1', boot: writer.boot, publicKey, suite: 'ES256', ...change } as const;
  return sealStatement('boot-key', body, writer.signer);
}
