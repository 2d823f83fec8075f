import { expect, test } from 'vitest';
import type { KnownDevice, StoredBootKey } from '../../../server/storage/device-store.ts';
import { DeviceCredentials } from '../../../server/verify/device-credentials.ts';
import type { SignedRecord } from '../../../sync/contract/records.ts';
import { bootKeyRecordOf, emptyLog } from '../../../sync/evidence/chain.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { LogWriter } from '../../helpers/log-writer.ts';

const serverKey = memoryKey('Ed25519');
const writer = new LogWriter();
const bootKey = memoryKey('ES256');

const { device, keyId, publicKey } = writer.identity;
const certificate = sealStatement(
  'device-certificate',
  { v: 2, device, publicKey, suite: 'ES256', afterSeq: '0', issuedAt: 0, expiresAt: 1 },
  serverKey,
);
const known: KnownDevice = {
  ...writer.identity,
  name: '101',
  certificates: [{ keyId, statement: certificate }],
  lastSeenAt: null,
  head: writer.head,
  verified: emptyLog(writer.identity),
  revocation: undefined,
};

test('of one key in several starts, a record is shown with the newest statement before it, of its own boot', () => {
  const note = () => writer.append('admin', { event: 'signed-in', at: 1 });
  const byHand: [record: SignedRecord, seq: string | undefined][] = [[note(), undefined]];
  for (const boot of ['boot-1', 'boot-1', 'boot-2']) {
    writer.boot = boot;
    const begun = writer.begin(writer.signer, bootKey);
    byHand.push([begun, begun.body.seq], [note(), begun.body.seq]);
  }
  const statements = writer.records.flatMap(({ body }) => bootKeyRecordOf(body) ?? []);
  const stored: StoredBootKey[] = statements.map((statement) => ({
    device,
    keyId: bootKey.keyId,
    statement,
  }));
  const another = { ...stored[2], device: 'dev_other' } as StoredBootKey;
  const credentials = new DeviceCredentials([known], [...stored, another], serverKey.publicKey);
  for (const [record, seq] of byHand) expect(credentials.of(record)?.bootKey?.body.seq).toBe(seq);
  // One that says another boot has no statement of its own: it is still a boot key of the device, and does not hold.
  const [moved] = byHand.at(-1) as [SignedRecord, string];
  const edited = { ...moved, body: { ...moved.body, boot: 'boot-9' } };
  expect(credentials.of(edited)?.bootKey?.body.boot).toBe('boot-2');
  const none = new DeviceCredentials([known], [another], serverKey.publicKey);
  expect(none.of(moved)).toBeUndefined();
});
