import { describe, expect, test } from 'vitest';
import type { StatementBody } from '../../../sync/contract/statements.ts';
import { bootKeyRecordOf } from '../../../sync/evidence/chain.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { certifiedKey, faultAlone } from '../../../sync/evidence/stands-alone.ts';
import { checkInData, LogWriter } from '../../helpers/log-writer.ts';
import { certify } from './sample-evidence.ts';

/** A log of one start: a boot record and a check-in. */
function started(writer = new LogWriter()) {
  const boot = writer.begin();
  const record = writer.append('check-in', checkInData());
  const bootKey = bootKeyRecordOf(boot.body) ?? null;
  const { device, publicKey } = writer.identity;
  return { writer, record, bootKey, certificate: certify(device, publicKey).body };
}

describe('a record that stands alone', () => {
  test('holds with its boot key, and without one when the device key signed it', () => {
    const { record, bootKey, certificate } = started();
    expect(faultAlone(record, { certificate, bootKey })).toBeUndefined();
    const old = new LogWriter();
    const first = old.append('check-in', checkInData(), { v: 1 });
    const { device, publicKey } = old.identity;
    const v1 = { v: 1, device, publicKey, registeredAt: 1 } as const;
    expect(faultAlone(first, { certificate: v1, bootKey: null })).toBeUndefined();
  });

  test('does not hold without its boot key, or with a device’s that is not its own', () => {
    const { record, bootKey, certificate } = started();
    expect(faultAlone(record, { certificate, bootKey: null })).toBe('wrong-key');
    const other = started(new LogWriter('dev_other'));
    expect(faultAlone(record, { certificate: other.certificate, bootKey })).toBe('wrong-device');
    expect(faultAlone(record, { certificate, bootKey: other.bootKey })).toBe('bad-boot-key');
  });

  test('does not hold with a boot key of a later place or another boot of the machine', () => {
    const { writer, record, certificate } = started();
    const later = bootKeyRecordOf(writer.begin().body) ?? null;
    expect(faultAlone(record, { certificate, bootKey: later })).toBe('bad-boot-key');
    writer.boot = 'boot-2';
    const rebooted = bootKeyRecordOf(writer.begin().body) ?? null;
    const after = writer.append('check-in', checkInData());
    expect(faultAlone(after, { certificate, bootKey: rebooted })).toBeUndefined();
    expect(
      faultAlone({ ...after, body: { ...after.body, boot: 'boot-1' } }, { certificate, bootKey: rebooted }),
    ).toBe('bad-boot-key');
  });

  test('does not hold once one byte of it is another', () => {
    const { record, bootKey, certificate } = started();
    const changed = { ...record, body: { ...record.body, wall: record.body.wall + 1 } };
    expect(faultAlone(changed, { certificate, bootKey })).toBe('bad-signature');
  });
});

test('a certificate names the suite of its key; those of version 1 were all of one', () => {
  const { publicKey } = memoryKey('SM2-SM3');
  const body = certify('dev_x', publicKey, undefined, { suite: 'SM2-SM3' }).body;
  expect(certifiedKey(body).suite).toBe('SM2-SM3');
  const old: StatementBody<'device-certificate'> = { v: 1, device: 'dev_x', publicKey, registeredAt: 1 };
  expect(certifiedKey(old).suite).toBe('ES256');
});
