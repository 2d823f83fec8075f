import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../../kiosk/open-store.ts';
import { PlanStore } from '../../../kiosk/plan/plan-store.ts';
import { SegmentStore } from '../../../kiosk/recording/segment-store.ts';
import { KioskOutbox } from '../../../kiosk/store/outbox.ts';
import { exportToFolder } from '../../../kiosk/usb/export-to-folder.ts';
import { importPlan, importReceipts } from '../../../kiosk/usb/import-from-disk.ts';
import { ingestFolder } from '../../../server/usb/ingest-folder.ts';
import { createLog } from '../../../sync/base/log.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealSlowly, sealStatement } from '../../../sync/evidence/statement.ts';
import { signHead } from '../../../sync/transport/sign-head.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let dir: string;
let disk: string;
let server: TestServer;
let kiosk: Awaited<ReturnType<typeof openKiosk>>;

/** A kiosk that was enrolled in town, and is then taken where there is no network. */
async function openKiosk() {
  const { clock, serverKey } = server;
  const store = await openStore(join(dir, 'kiosk'), clock);
  const key = store.signer();
  const made = await server.asReviewer({ method: 'POST', url: '/api/v1/device-codes' });
  const { publicKey } = key;
  const order = { v: 1, code: made.json().code, name: '村部', publicKey, suite: 'ES256' } as const;
  const payload = await sealSlowly('certificate-request', order, key);
  const answer = await server.inject({ method: 'POST', url: '/api/v1/devices', payload });
  expect(answer.statusCode).toBe(201);
  const segments = new SegmentStore(store.db, join(dir, 'video'));
  const plans = new PlanStore(store.db, store.log);
  const parts = { ...store, clock, segments, plans, logger: createLog('kiosk', 'silent') };
  return { ...parts, outbox: new KioskOutbox({ ...parts, serverKey: serverKey.publicKey }) };
}

async function addSegment(classId: string, text: string): Promise<string> {
  const file = join(dir, 'new.mp4');
  const box = (type: string) => Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from(type)]);
  writeFileSync(file, Buffer.concat([box('moov'), box('moof'), Buffer.from(text)]));
  const kept = await kiosk.segments.keep(file);
  const startAt = server.clock.now() - 10_000;
  const span = { startAt, endAt: startAt + 5_000 };
  kiosk.log.append('segment', classId, {
    lesson: 'les_1',
    session: 'ses_am',
    camera: 'room',
    ...kept,
    ...span,
  });
  return kept.sha256;
}

async function exported(): Promise<string> {
  const outcome = await exportToFolder(kiosk, disk);
  if (outcome.kind !== 'exported') throw new Error('nothing was exported');
  return outcome.folder;
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'keqin-usb-'));
  disk = mkdtempSync(join(tmpdir(), 'keqin-disk-'));
  server = await startTestServer();
  kiosk = await openKiosk();
});

afterEach(async () => {
  kiosk.db.close();
  await server.close();
  for (const folder of [dir, disk]) rmSync(folder, { recursive: true });
});

test('plan in by file, evidence out by disk, receipts back by disk: as if there had been a network', async () => {
  const classId = (await server.file(sampleFiling([kiosk.log.identity.device]))).class;
  const [plan] = await server.context.stores.classes.ofDevice(kiosk.log.identity.device);
  const planFile = join(disk, 'plan.json');
  writeFileSync(planFile, canonicalJson(plan));
  expect(await importPlan(kiosk.plans, server.serverKey.publicKey, planFile)).toBe(true);
  expect(kiosk.plans.all()[0]?.class).toBe(classId);
  const sha256 = await addSegment(classId, 'one');

  const folder = await exported();
  const outcome = await ingestFolder(server.context, folder);
  const upToSeq = String(kiosk.log.lastSeq);
  expect(outcome).toMatchObject({ upToSeq, refused: null, segments: 1, segmentsRefused: [] });
  expect(await server.context.segmentStore.digestOf(sha256)).toBe(sha256);

  const receipts = join(folder, 'receipts.jsonl');
  expect(await importReceipts(kiosk.outbox, receipts)).toEqual({ segments: 1, upToSeq });
  expect([kiosk.outbox.recordsWaiting, kiosk.segments.countWaiting()]).toEqual([0, 0]);

  const again = await ingestFolder(server.context, folder);
  expect(again).toEqual(outcome);
  expect(await exportToFolder(kiosk, disk)).toEqual({ kind: 'nothing-waits' });
});

test('a changed record, and all after it, are refused; what the device signed is needed', async () => {
  kiosk.log.append('admin', null, { event: 'pin-refused', at: 1 });
  const folder = await exported();
  const log = join(folder, 'log.jsonl');
  writeFileSync(log, readFileSync(log, 'utf8').replace('pin-refused', 'pin-changed'));
  const outcome = await ingestFolder(server.context, folder);
  expect(outcome).toMatchObject({ upToSeq: null, refused: { code: expect.any(String) } });
});

test('another device’s name on the folder does not serve', async () => {
  const folder = await exported();
  const other = await enrolAnother();
  const renamed = folder.replace(kiosk.log.identity.device, other);
  renameSync(folder, renamed);
  await expect(ingestFolder(server.context, renamed)).rejects.toMatchObject({ code: 'bad_signature' });
});

async function enrolAnother(): Promise<string> {
  const { FakeKiosk } = await import('../../helpers/fake-kiosk.ts');
  return (await FakeKiosk.enrol(server)).device;
}

test('a device that is not enrolled is refused and noted', async () => {
  const folder = await exported();
  const renamed = folder.replace(kiosk.log.identity.device, 'dev_nobody');
  renameSync(folder, renamed);
  await expect(ingestFolder(server.context, renamed)).rejects.toMatchObject({ code: 'unknown_device' });
  expect((await server.findings()).map(({ code }) => code)).toContain('unknown-device');
});

const storedUpTo = async () =>
  (await server.context.stores.devices.find(kiosk.log.identity.device))?.head.seq;

test('a folder without its log, or with half a line, is no whole folder, and nothing of it is stored', async () => {
  const folder = await exported();
  const log = join(folder, 'log.jsonl');
  appendFileSync(log, '{"head":');
  await expect(ingestFolder(server.context, folder)).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await storedUpTo()).toBe(0n);
  rmSync(log);
  await expect(ingestFolder(server.context, folder)).rejects.toMatchObject({ code: 'invalid_input' });
});

test.each(['receipts.jsonl', 'receipts.jsonl.part', 'log.jsonl'])(
  'with a folder in the place of its %s it is refused before anything is stored',
  async (name) => {
    const folder = await exported();
    rmSync(join(folder, name), { force: true });
    mkdirSync(join(folder, name));
    await expect(ingestFolder(server.context, folder)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await storedUpTo()).toBe(0n);
  },
);

test('a later line that another key signed is refused, and those before it keep their receipt', async () => {
  const folder = await exported();
  const upToSeq = String(kiosk.log.lastSeq);
  kiosk.log.append('admin', null, { event: 'pin-refused', at: 1 });
  const [last] = kiosk.log.after(kiosk.log.lastSeq - 1, 1);
  const stranger = memoryKey('ES256');
  const at = { device: kiosk.log.identity.device, seq: String(last?.seq), digest: last?.digest ?? '' };
  const head = await signHead({ ...at, anchor: null }, server.clock, stranger);
  appendFileSync(
    join(folder, 'log.jsonl'),
    `{"head":${JSON.stringify(head)},"records":[${last?.envelope}]}\n`,
  );
  const outcome = await ingestFolder(server.context, folder);
  const seq = String(last?.seq);
  expect(outcome).toMatchObject({ upToSeq, refused: { seq, code: 'bad-signature' } });
  expect(await storedUpTo()).toBe(BigInt(upToSeq));
  expect(await importReceipts(kiosk.outbox, join(folder, 'receipts.jsonl'))).toMatchObject({ upToSeq });
});

test('a segment that changed on its way, and one that no record announces, get no receipt; a folder with a link is refused', async () => {
  const classId = (await server.file(sampleFiling([kiosk.log.identity.device]))).class;
  const changed = await addSegment(classId, 'one');
  const folder = await exported();
  const path = (sha256: string) => join(folder, 'segments', `${sha256}.mp4`);
  writeFileSync(path(changed), readFileSync(path(changed)).fill('x', 16));
  writeFileSync(path('e'.repeat(64)), 'nobody announced me');
  const outcome = await ingestFolder(server.context, folder);
  expect(outcome.segments).toBe(0);
  expect(outcome.segmentsRefused.map(({ sha256 }) => sha256).sort()).toEqual(
    [changed, 'e'.repeat(64)].sort(),
  );
  symlinkSync(join(dir, 'kiosk', 'kiosk.db'), path('f'.repeat(64)));
  await expect(ingestFolder(server.context, folder)).rejects.toMatchObject({ code: 'invalid_input' });
});

test('a link in the place of what the server writes does not have another file written over', async () => {
  const folder = await exported();
  const precious = join(dir, 'precious');
  writeFileSync(precious, 'a key');
  symlinkSync(precious, join(folder, 'receipts.jsonl.part'));
  await expect(ingestFolder(server.context, folder)).rejects.toMatchObject({ code: 'invalid_input' });
  expect(readFileSync(precious, 'utf8')).toBe('a key');
});

test('receipts and plans that our server did not sign count for nothing', async () => {
  const forger = memoryKey('Ed25519');
  const { device } = kiosk.log.identity;
  const head = kiosk.log.after(0, 1)[0]?.digest ?? '';
  const body = { v: 1, device, seq: '1', head, receivedAt: 1 } as const;
  const file = join(disk, 'receipts.jsonl');
  writeFileSync(file, `${canonicalJson(sealStatement('records-receipt', body, forger))}\n`);
  await expect(importReceipts(kiosk.outbox, file)).rejects.toMatchObject({ code: 'bad_signature' });
  expect(kiosk.outbox.recordsWaiting).toBe(kiosk.log.lastSeq);
  writeFileSync(file, 'no receipt\n');
  await expect(importReceipts(kiosk.outbox, file)).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(importPlan(kiosk.plans, 'key', join(disk, 'gone.json'))).rejects.toMatchObject({
    code: 'not_found',
  });
});
