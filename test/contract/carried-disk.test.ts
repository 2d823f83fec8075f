import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ingestFolder } from '../../server/usb/ingest-folder.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import { memoryKey, type Signer } from '../../sync/evidence/keys.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { Classroom } from '../helpers/classroom.ts';
import { sampleFiling } from '../helpers/sample-filing.ts';

const hour = 3_600_000;
let room: Classroom;
let disk: string;

beforeEach(async () => {
  disk = mkdtempSync(join(tmpdir(), 'keqin-disk-'));
  room = await new Classroom().open();
  room.disks = [{ id: 'usb_test', label: 'TEST', freeBytes: 1e9, writable: true, path: disk }];
});
afterEach(async () => {
  await room.close();
  rmSync(disk, { recursive: true });
});

const videoFiles = () => readdirSync(join(room.kioskDir, 'video')).filter((name) => name.endsWith('.mp4'));
const damages = () => room.kiosk.db.prepare('SELECT count(*) AS n FROM damages').get();

/** The kiosk knows its class, and then has no network. */
async function goToTheVillage(): Promise<void> {
  await room.startKiosk();
  await room.synced();
  room.proxy.pointTo(0);
  room.checkIn(2);
  await room.film();
}

async function exportAndIngest(): Promise<void> {
  const { folder } = await room.kiosk.app.usb.exportTo('usb_test');
  await ingestFolder(room.server.context, join(disk, folder ?? ''));
}

test('a lesson in a village: out by disk, receipts back by disk, nothing waits and nothing is deleted too early', async () => {
  await goToTheVillage();
  const { app } = room.kiosk;
  const { waiting } = await app.usb.look();
  expect(waiting).toMatchObject({ records: app.sync.recordsWaiting, segments: 1 });
  expect(waiting.records).toBeGreaterThan(0);
  expect(await room.pulled()).toEqual([]);

  await exportAndIngest();
  expect((await app.usb.look()).waiting).toEqual(waiting);
  expect(await room.pulled()).toHaveLength(1);

  const { files } = await app.usb.importFrom('usb_test');
  expect(files).toMatchObject([{ outcome: 'taken', message: expect.stringContaining('录像 1 段') }]);
  expect((await app.usb.look()).waiting).toEqual({ records: 0, segments: 0, bytes: 0 });
  expect(await app.usb.exportTo('usb_test')).toMatchObject({ outcome: 'nothing-waits' });

  await app.keepHouse();
  expect(videoFiles()).toHaveLength(1);
  const retention = app.plans.all()[0]?.recording.localRetentionHours ?? 0;
  room.server.clock.advance((retention + 1) * hour);
  await app.keepHouse();
  expect(videoFiles()).toEqual([]);

  // The old receipts are on the disk still: they must not call the deleted video back.
  await app.usb.importFrom('usb_test');
  await app.keepHouse();
  expect(damages()).toEqual({ n: 0 });
});

test('when the network is back, what the disk carried is not sent again, and what came after it is', async () => {
  await goToTheVillage();
  await exportAndIngest();
  await room.kiosk.app.usb.importFrom('usb_test');
  room.refuse(3);
  expect(room.kiosk.app.sync.recordsWaiting).toBe(3);
  await room.plugServerIn();
  await room.synced();
  expect(room.storedRecords()).toEqual(
    room.kiosk.db.prepare('SELECT seq, digest FROM log ORDER BY seq').all(),
  );
});

test('a plan comes in by disk; one that was changed, or is for another kiosk, does not, and does not stop the rest', async () => {
  const { app, log } = room.kiosk;
  await room.startKiosk();
  await room.synced();
  room.proxy.pointTo(0);
  const { device } = log.identity;
  const later = { title: '第二班' };
  const mine = (await room.server.file(sampleFiling([device], later))).class;
  const theirs = (await room.server.file(sampleFiling(['dev_other'], later))).class;
  const planOf = async (id: string) =>
    (await room.server.asReviewer({ url: `/api/v1/classes/${id}/plan-file` })).body;
  writeFileSync(join(disk, `plan-${mine}.json`), await planOf(mine));
  writeFileSync(join(disk, `plan-${theirs}.json`), await planOf(theirs));
  writeFileSync(
    join(disk, 'plan-x.json'),
    (await planOf(mine)).replace('"title":"第二班"', '"title":"第三班"'),
  );
  writeFileSync(join(disk, 'plan-y.json'), 'no JSON');
  const { files } = await app.usb.importFrom('usb_test');
  const outcomes = Object.fromEntries(files.map(({ file, outcome, message }) => [file, [outcome, message]]));
  expect(outcomes).toEqual({
    [`plan-${mine}.json`]: ['taken', expect.stringContaining('已导入')],
    [`plan-${theirs}.json`]: ['refused', expect.stringContaining('不是给本机的')],
    'plan-x.json': ['refused', expect.stringContaining('签名')],
    'plan-y.json': ['refused', expect.any(String)],
  });
  expect(app.plans.all().map(({ class: id }) => id)).toContain(mine);
  expect(app.plans.all().map(({ class: id }) => id)).not.toContain(theirs);
  const again = (await app.usb.importFrom('usb_test')).files.find(({ file }) => file === `plan-${mine}.json`);
  expect(again?.outcome).toBe('known');
});

test('a receipt that our server did not sign counts for nothing, and is refused in Chinese', async () => {
  await goToTheVillage();
  const { app, log } = room.kiosk;
  const before = app.sync.recordsWaiting;
  const [seq, head] = [String(log.lastSeq), log.after(log.lastSeq - 1, 1)[0]?.digest ?? ''];
  const body = { v: 1, device: log.identity.device, seq, head, receivedAt: 1 } as const;
  const put = (signer: Signer) =>
    writeFileSync(
      join(disk, 'receipts.jsonl'),
      `${canonicalJson(sealStatement('records-receipt', body, signer))}\n`,
    );
  put(memoryKey('Ed25519'));
  const { files } = await app.usb.importFrom('usb_test');
  expect(files).toMatchObject([{ outcome: 'refused', message: expect.stringMatching(/[一-龥]/) }]);
  expect(app.sync.recordsWaiting).toBe(before);
  // Control: the same receipt, signed by the server.
  put(room.server.serverKey);
  await app.usb.importFrom('usb_test');
  expect(app.sync.recordsWaiting).toBe(0);
});

test('one thing at a time, and check-ins go on beside it', async () => {
  await goToTheVillage();
  const { app, log } = room.kiosk;
  const first = app.usb.exportTo('usb_test');
  await expect(app.usb.importFrom('usb_test')).rejects.toMatchObject({ code: 'conflict' });
  expect((await app.usb.look()).work).toMatchObject({ kind: 'export' });
  const seq = log.lastSeq;
  room.refuse(1);
  expect(log.lastSeq).toBe(seq + 1);
  expect(await first).toMatchObject({ outcome: 'exported' });
  expect((await app.usb.look()).work).toBeNull();
});
