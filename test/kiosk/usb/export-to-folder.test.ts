import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../../kiosk/open-store.ts';
import { SegmentStore } from '../../../kiosk/recording/segment-store.ts';
import { exportToFolder } from '../../../kiosk/usb/export-to-folder.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import { openStatement } from '../../../sync/evidence/statement.ts';
import { nine } from '../../helpers/sample-plan.ts';

const clock = new SimulatedClock(nine);
let dir: string;
let disk: string;
let kiosk: Awaited<ReturnType<typeof openKiosk>>;

async function openKiosk() {
  const store = await openStore(join(dir, 'kiosk'), clock);
  const segments = new SegmentStore(store.db, join(dir, 'video'));
  return { ...store, clock, segments };
}

/** Keeps a segment with these bytes and announces it, perhaps as another size. */
async function addSegment(text: string, sizeBytes?: number): Promise<string> {
  const file = join(dir, 'new.mp4');
  const box = (type: string) => Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from(type)]);
  writeFileSync(file, Buffer.concat([box('moov'), box('moof'), Buffer.from(text)]));
  const kept = await kiosk.segments.keep(file);
  const place = {
    lesson: 'les_1',
    session: 'ses_am',
    camera: 'room',
    startAt: nine,
    endAt: nine + 5_000,
  } as const;
  const size = sizeBytes === undefined ? {} : { sizeBytes };
  kiosk.log.append('segment', 'cls_a', { ...place, ...kept, ...size });
  return kept.sha256;
}

const onDisk = () => readdirSync(disk, { recursive: true }).map(String).sort();

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'keqin-usb-'));
  disk = mkdtempSync(join(tmpdir(), 'keqin-disk-'));
  kiosk = await openKiosk();
});

afterEach(() => {
  kiosk.db.close();
  for (const folder of [dir, disk]) rmSync(folder, { recursive: true });
});

test('every record after the last receipt goes out with a head of the device key, and every segment', async () => {
  const first = await addSegment('one');
  const second = await addSegment('two');
  const outcome = await exportToFolder(kiosk, disk);
  const name = `keqin-${kiosk.log.identity.device}-1-3`;
  expect(outcome).toMatchObject({ kind: 'exported', records: 3, segments: 2, damaged: [] });
  const segments = [first, second].map((sha256) => `${name}/segments/${sha256}.mp4`);
  expect(onDisk()).toEqual([name, `${name}/log.jsonl`, `${name}/segments`, ...segments].sort());
  const [line = '', ...rest] = readFileSync(join(disk, name, 'log.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  const { head, records } = JSON.parse(line);
  expect(rest).toEqual([]);
  expect(records).toEqual(kiosk.log.after(0, 10).map(({ envelope }) => JSON.parse(envelope)));
  const opened = openStatement('head', head, kiosk.signer().publicKey);
  expect(opened?.body).toMatchObject({ seq: '3', digest: kiosk.log.after(2, 1)[0]?.digest });
});

test('a long log is cut into batches that the server takes, each ending at its own head', async () => {
  for (let i = 0; i < 450; i += 1) kiosk.log.append('admin', null, { event: 'pin-refused', at: nine });
  const outcome = await exportToFolder(kiosk, disk);
  const folder = outcome.kind === 'exported' ? outcome.folder : '';
  const lines = readFileSync(join(folder, 'log.jsonl'), 'utf8').trimEnd().split('\n');
  const batches = lines.map((line) => JSON.parse(line));
  expect(batches.map(({ head, records }) => [head.body.seq, records.length])).toEqual([
    ['200', 200],
    ['400', 200],
    ['451', 51],
  ]);
});

test('an export that was broken off goes on in its folder, and copies nothing twice', async () => {
  const first = await addSegment('one');
  await exportToFolder(kiosk, disk);
  const before = onDisk()[0] ?? '';
  const path = (folder: string) => join(disk, folder, 'segments', `${first}.mp4`);
  // Were it copied again, the mark would be gone.
  const marked = Buffer.from(readFileSync(path(before))).fill('x', 16);
  writeFileSync(path(before), marked);
  await addSegment('two');
  const outcome = await exportToFolder(kiosk, disk);
  const folder = basename(outcome.kind === 'exported' ? outcome.folder : '');
  expect([before.endsWith('-1-2'), folder.endsWith('-1-3')]).toEqual([true, true]);
  expect(readdirSync(disk)).toEqual([folder]);
  expect(readFileSync(path(folder))).toEqual(marked);
});

test('of two begun exports, that of the right name is gone on with, and the other is left alone', async () => {
  const device = kiosk.log.identity.device;
  const [now, older] = [`keqin-${device}-1-1`, `keqin-${device}-1-0`];
  for (const folder of [now, older]) {
    mkdirSync(join(disk, folder));
    writeFileSync(join(disk, folder, 'note'), folder);
  }
  expect(await exportToFolder(kiosk, disk)).toMatchObject({ kind: 'exported', folder: join(disk, now) });
  expect(onDisk()).toEqual(expect.arrayContaining([`${now}/log.jsonl`, `${now}/note`, `${older}/note`]));
});

test('a disk that is too small is refused before anything is written', async () => {
  await addSegment('huge', 9_000_000_000_000_000);
  await expect(exportToFolder(kiosk, disk)).rejects.toMatchObject({ code: 'disk_full' });
  expect(onDisk().filter((name) => name.includes('.'))).toEqual([]);
});

test('a segment that changed or is gone here is named, and does not hold up the rest', async () => {
  const [changed, gone, whole] = [await addSegment('a'), await addSegment('b'), await addSegment('c')];
  writeFileSync(kiosk.segments.fileOf(changed), 'other');
  rmSync(kiosk.segments.fileOf(gone));
  const outcome = await exportToFolder(kiosk, disk);
  expect(outcome).toMatchObject({ segments: 1, damaged: [changed, gone] });
  expect(onDisk().filter((name) => name.endsWith('.mp4'))).toEqual([expect.stringContaining(whole)]);
});

test('with a receipt for everything there is nothing to carry', async () => {
  kiosk.settings.set('acknowledged-seq', String(kiosk.log.lastSeq));
  expect(await exportToFolder(kiosk, disk)).toEqual({ kind: 'nothing-waits' });
  expect(onDisk()).toEqual([]);
});
