import { join } from 'node:path';
import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { SegmentStore } from '../../../kiosk/recording/segment-store.ts';
import { KioskOutbox } from '../../../kiosk/store/outbox.ts';
import { SettingsStore } from '../../../kiosk/store/settings-store.ts';
import type { Statement } from '../../../sync/contract/statements.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { parseRecord } from '../../../sync/evidence/record.ts';
import { openStatement, sealStatement } from '../../../sync/evidence/statement.ts';
import { receiptId } from '../../../sync/evidence/time.ts';
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
  const { serverKey, signer } = store;
  outbox = new KioskOutbox({ ...parts, serverKey: serverKey.publicKey, signer: () => signer });
  for (let i = 0; i < 3; i += 1) log.append('check-in', 'cls_a', checkInData({ id: `chk_${i}` }));
});

function receipt(seq: string, signer = store.serverKey, change: { device?: string; head?: string } = {}) {
  const head = store.log.after(Number(seq) - 1, 1)[0]?.digest ?? '0'.repeat(64);
  const body = { v: 1, device: 'dev_test', seq, head, receivedAt: 1, ...change } as const;
  return sealStatement('records-receipt', body, signer);
}

test('records wait until their receipt is here, the boot record first', async () => {
  expect((await outbox.nextRecords(10))?.records).toHaveLength(4);
  outbox.acknowledge(receipt('3'));
  expect(outbox.recordsWaiting).toBe(1);
  expect((await outbox.nextRecords(10))?.records).toHaveLength(1);
  outbox.acknowledge(receipt('4'));
  expect(await outbox.nextRecords(10)).toBeUndefined();
});

test('a batch carries the device’s word on its own end, not on that of the log', async () => {
  const batch = await outbox.nextRecords(2);
  const head = openStatement('head', batch?.head, store.signer.publicKey)?.body;
  const second = store.log.after(1, 1)[0];
  expect(head).toMatchObject({ device: 'dev_test', seq: '2', digest: second?.digest, anchor: null });
  expect((await outbox.wholeHead()).body).toMatchObject({ seq: '4', digest: store.log.head.digest });
});

describe('a contact', () => {
  const answerTo = async (change: object = {}, signer = store.serverKey) => {
    const head = await outbox.wholeHead();
    const { device, nonce, seq, digest, clock } = head.body;
    const body = { v: 1, device, nonce, seq, head: digest, at: 5, clock, ...change } as const;
    const receipt = sealStatement('time-receipt', body, signer);
    return { head, answer: { receipt, certificate: {} as Statement<'device-certificate'> } };
  };

  test('is named by every record after it, over a restart too', async () => {
    const { head, answer } = await answerTo();
    outbox.contacted(answer, head);
    const id = receiptId(answer.receipt.body);
    store.log.append('check-in', 'cls_a', checkInData({ id: 'chk_9' }));
    const [row] = store.log.after(store.log.lastSeq - 1, 1);
    expect(parseRecord(row?.envelope ?? '')?.body.anchor).toBe(id);
    expect((await outbox.wholeHead()).body.anchor).toBe(id);
    const stored = new SettingsStore(store.db).get('time-receipt') ?? '';
    expect(JSON.parse(stored)).toEqual(answer.receipt);
  });

  test.each([
    ['another nonce', { nonce: 'n'.repeat(24) }],
    ['another place', { seq: '3' }],
    ['another log', { head: 'f'.repeat(64) }],
    ['another device', { device: 'dev_other' }],
  ])('answered for %s proves no time', async (_name, change) => {
    const { head, answer } = await answerTo(change);
    expect(() => outbox.contacted(answer, head)).toThrow(expect.objectContaining({ code: 'bad_signature' }));
    expect(store.log.anchor).toBeNull();
  });

  test('answered by another server proves no time', async () => {
    const { head, answer } = await answerTo({}, memoryKey('Ed25519'));
    expect(() => outbox.contacted(answer, head)).toThrow(expect.objectContaining({ code: 'bad_signature' }));
    expect(store.log.anchor).toBeNull();
  });
});

test('an older receipt that comes late brings nothing back', () => {
  outbox.acknowledge(receipt('4'));
  outbox.acknowledge(receipt('1'));
  expect(outbox.recordsWaiting).toBe(0);
});

test('a receipt of another server counts for nothing', () => {
  expect(() => outbox.acknowledge(receipt('4', memoryKey('Ed25519')))).toThrow(
    expect.objectContaining({ code: 'bad_signature' }),
  );
  expect(outbox.recordsWaiting).toBe(4);
});

test.each([
  ['another device', '3', { device: 'dev_other' }],
  ['records that are not the ones stored here', '3', { head: 'f'.repeat(64) }],
  ['records that do not exist', '5000', {}],
])('a receipt for %s silences nothing', (_, seq, change) => {
  expect(() => outbox.acknowledge(receipt(seq, store.serverKey, change))).toThrow(
    expect.objectContaining({ code: 'bad_signature' }),
  );
  expect(outbox.recordsWaiting).toBe(4);
});
