import { join } from 'node:path';
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { SegmentStore } from '../../../kiosk/recording/segment-store.ts';
import { KioskOutbox } from '../../../kiosk/store/outbox.ts';
import { SettingsStore } from '../../../kiosk/store/settings-store.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { checkInData } from '../../helpers/log-writer.ts';

let store: ReturnType<typeof kioskStore>;
let outbox: KioskOutbox;

beforeEach(() => {
  store = kioskStore();
  const { db, log, plans, clock, dir } = store;
  const segments = new SegmentStore(db, join(dir, 'video'));
  const parts = {
    log,
    segments,
    plans,
    clock,
    settings: new SettingsStore(db),
    logger: pino({ level: 'silent' }),
  };
  outbox = new KioskOutbox({ ...parts, serverKey: store.serverKey.publicKey });
  for (let i = 0; i < 3; i += 1) log.append('check-in', 'cls_a', checkInData({ id: `chk_${i}` }));
});

function receipt(seq: string, signer = store.serverKey, change: { device?: string; head?: string } = {}) {
  const head = store.log.after(Number(seq) - 1, 1)[0]?.digest ?? '0'.repeat(64);
  const body = { v: 1, device: 'dev_test', seq, head, receivedAt: 1, ...change } as const;
  return sealStatement('records-receipt', body, signer);
}

test('records wait until their receipt is here', () => {
  expect(outbox.nextRecords(10)).toHaveLength(3);
  outbox.acknowledge(receipt('2'));
  expect(outbox.recordsWaiting).toBe(1);
  expect(outbox.nextRecords(10)).toHaveLength(1);
});

test('an older receipt that comes late brings nothing back', () => {
  outbox.acknowledge(receipt('3'));
  outbox.acknowledge(receipt('1'));
  expect(outbox.recordsWaiting).toBe(0);
});

test('a receipt of another server counts for nothing', () => {
  expect(() => outbox.acknowledge(receipt('3', memoryKey('Ed25519')))).toThrow(
    expect.objectContaining({ code: 'bad_signature' }),
  );
  expect(outbox.recordsWaiting).toBe(3);
});

test.each([
  ['another device', '3', { device: 'dev_other' }],
  ['records that are not the ones stored here', '3', { head: 'f'.repeat(64) }],
  ['records that do not exist', '5000', {}],
])('a receipt for %s silences nothing', (_, seq, change) => {
  expect(() => outbox.acknowledge(receipt(seq, store.serverKey, change))).toThrow(
    expect.objectContaining({ code: 'bad_signature' }),
  );
  expect(outbox.recordsWaiting).toBe(3);
});
