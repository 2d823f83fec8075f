import { describe, expect, test } from 'vitest';
import type { Statement } from '../../../sync/contract/statements.ts';
import { bootKeyRecordOf } from '../../../sync/evidence/chain.ts';
import { DeviceKeys } from '../../../sync/evidence/device-keys.ts';
import { memoryKey, type Signer } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { checkInData, LogWriter } from '../../helpers/log-writer.ts';
import { certify } from './sample-evidence.ts';

/** A start, a rotation and a check-in, under a certificate of each device key. */
function rotated() {
  const writer = new LogWriter();
  const [first, second] = [writer.signer, memoryKey('ES256')];
  const bootKey = bootKeyRecordOf(writer.begin().body) as Statement<'boot-key'>;
  writer.rotate(second);
  const record = writer.append('check-in', checkInData());
  const keys = new DeviceKeys();
  keys.certify(certified(first));
  keys.certify(certified(second, { afterSeq: '2' }));
  return { first, second, bootKey, record, keys };
}

const certified = ({ publicKey }: Signer, life = {}) => certify('dev_test', publicKey, undefined, life).body;

describe('before a record that nothing is shown before', () => {
  test('the newest device key that is certified for its place is in hand, and signs', () => {
    const { first, second, record, keys } = rotated();
    const at = (seq: string) => keys.before({ ...record, body: { ...record.body, seq } });
    expect(at('3')?.deviceKey.keyId).toBe(second.keyId);
    expect(at('2')?.deviceKey.keyId).toBe(first.keyId);
    expect(at('2')?.signingKey.keyId).toBe(first.keyId);
    expect(at('0')).toBeUndefined();
  });

  test('a boot key that an older device key certified signs', () => {
    const { second, bootKey, record, keys } = rotated();
    expect(keys.addBootKey(bootKey)).toBe(true);
    const hands = keys.before(record);
    expect([hands?.deviceKey.keyId, hands?.signingKey.keyId]).toEqual([second.keyId, record.key]);
  });

  test.each([
    ['another boot', { boot: 'boot-2' }],
    ['a later place', { seq: '9' }],
  ])('a boot key of %s does not', (_name, change) => {
    const { first, second, bootKey, record, keys } = rotated();
    keys.addBootKey(sealStatement('boot-key', { ...bootKey.body, ...change }, first));
    expect(keys.before(record)?.signingKey.keyId).toBe(second.keyId);
  });
});

test('a boot key that no certified key signed, or that is no key, is not taken in', () => {
  const { first, bootKey, keys } = rotated();
  const signed = (by: Signer, change = {}) =>
    keys.addBootKey(sealStatement('boot-key', { ...bootKey.body, ...change }, by));
  expect(signed(memoryKey('ES256'))).toBe(false);
  expect(signed(first, { publicKey: 'AAAA' })).toBe(false);
  expect(signed(first, { suite: 'SM2-SM3' })).toBe(false);
  expect(signed(first)).toBe(true);
});

test('certificates speak of the records after their own', () => {
  const { second, keys } = rotated();
  expect(keys.certificatesAt('2', second.keyId)).toEqual([]);
  expect(keys.certificatesAt('3', second.keyId)).toHaveLength(1);
});

test('two keys after one record contradict each other, and so do two texts of one moment', () => {
  const { first, keys } = rotated();
  expect(keys.certify(certified(memoryKey('ES256'), { afterSeq: '2' }))).toBe(false);
  expect(keys.certify(certified(first, { expiresAt: 9e12 }))).toBe(false);
  expect(keys.certify(certified(first, { issuedAt: 2, expiresAt: 9e12 }))).toBe(true);
});
