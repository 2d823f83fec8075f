import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Frame } from '../../device-drivers/camera/camera.ts';
import { takePhoto } from '../../kiosk/presence/take-photo.ts';
import { ingestFolder } from '../../server/usb/ingest-folder.ts';
import { drawnMoments } from '../../sync/contract/drawn-moments.ts';
import { readBundle } from '../../sync/evidence/bundle.ts';
import { publicKeyFromPem } from '../../sync/evidence/keys.ts';
import { Verifier } from '../../sync/evidence/verifier.ts';
import { Classroom } from '../helpers/classroom.ts';

let room: Classroom;
let disk: string;

beforeEach(async () => {
  disk = mkdtempSync(join(tmpdir(), 'keqin-disk-'));
  room = await new Classroom().open();
  room.disks = [{ id: 'usb_test', label: 'TEST', freeBytes: 1e9, writable: true, path: disk }];
  await room.startKiosk();
  await room.synced();
});
afterEach(async () => {
  await room.close();
  rmSync(disk, { recursive: true });
});

/** Takes the first photograph that the class's plan draws; its digest. */
async function photograph({ online }: { online: boolean }): Promise<string> {
  const { app, log } = room.kiosk;
  const { clock } = room.server;
  const plan = app.plans.all()[0]!;
  const moment = drawnMoments(plan).find(({ kind }) => kind === 'photo')!;
  clock.advanceTo(moment.dueAt);
  // A contact that was on its way while the clock leapt would tell of a moved clock.
  if (online) await app.sync.contactSoon();
  const frame = (): Frame => ({ width: 64, height: 36, rgb: Buffer.alloc(64 * 36 * 3, 90), at: clock.now() });
  await takePhoto(
    {
      log,
      segments: app.segments,
      pictures: { take: async () => [frame()] },
      signal: new AbortController().signal,
    },
    { ...moment, class: plan.class },
  );
  return (room.kiosk.db.prepare('SELECT sha256 FROM photos').get() as { sha256: string }).sha256;
}

const photosAtServer = () =>
  readdirSync(join(room.server.dir, 'segments'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.jpg'));
const findings = async () => (await room.server.findings()).map(({ code }) => code);

/** The class's evidence, with what lies in the server's store, as somebody checks it from the server's key. */
async function verifyExport(): Promise<Verifier> {
  const { class: classId } = room.kiosk.app.plans.all()[0]!;
  const answer = await room.server.asReviewer({ url: `/api/v1/classes/${classId}/evidence` });
  const file = join(disk, 'evidence.jsonl');
  writeFileSync(file, answer.body);
  const verifier = new Verifier([
    publicKeyFromPem((await room.server.inject({ url: '/api/v1/trust' })).body),
  ]);
  for await (const { line, number } of readBundle(file)) verifier.addLine(line, number);
  verifier.finish();
  return verifier;
}

test('a photograph goes up after its record, is receipted, and its evidence holds', async () => {
  const sha256 = await photograph({ online: true });
  await room.film();
  await room.synced();
  expect(photosAtServer()).toEqual([`${sha256.slice(0, 2)}/${sha256}.jpg`]);
  expect(await findings()).toEqual([]);
  const uploads = room.kiosk.db.prepare('SELECT state FROM segment_uploads WHERE sha256 = ?').get(sha256);
  expect(uploads).toEqual({ state: 'received' });
  const verifier = await verifyExport();
  expect(verifier.wrong).toEqual([]);
  expect(verifier.counts.segmentsNamed).toBe(1);
  const { sizeBytes } = room.kiosk.db.prepare('SELECT size_bytes AS sizeBytes FROM photos').get() as {
    sizeBytes: number;
  };
  verifier.addFile('photo.jpg', sha256, sizeBytes);
  expect(verifier.wrong).toEqual([]);
  verifier.addFile('photo.jpg', sha256, sizeBytes + 1);
  expect(verifier.wrong).toHaveLength(1);
});

test('a photograph is carried out on a disk, and its receipt back', async () => {
  room.proxy.pointTo(0);
  const sha256 = await photograph({ online: false });
  const { app } = room.kiosk;
  const { folder } = await app.usb.exportTo('usb_test');
  expect(readdirSync(join(disk, folder ?? '', 'segments'))).toEqual([`${sha256}.jpg`]);
  expect(await ingestFolder(room.server.context, join(disk, folder ?? ''))).toMatchObject({ segments: 1 });
  expect(photosAtServer()).toHaveLength(1);
  expect(app.segments.countWaiting()).toBe(1);
  await app.usb.importFrom('usb_test');
  expect(app.segments.countWaiting()).toBe(0);
  expect(await app.usb.exportTo('usb_test')).toMatchObject({ outcome: 'nothing-waits' });
});
