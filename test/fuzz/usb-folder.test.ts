import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FolderOutcome, ingestFolder } from '../../server/usb/ingest-folder.ts';
import { isAppError } from '../../sync/base/errors.ts';
import type { SignedRecord } from '../../sync/contract/records.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import { memoryKey } from '../../sync/evidence/keys.ts';
import { sealRecord } from '../../sync/evidence/record.ts';
import { openStatement, sealStatement } from '../../sync/evidence/statement.ts';
import { folderName, logFile, receiptsFile } from '../../sync/transport/evidence-folder.ts';
import { seedOf } from '../fault/seeded.ts';
import { FuzzedServer } from './fuzzed-server.ts';
import { expectRows } from './judge-refusal.ts';
import { memoryFolder } from './memory-folder.ts';
import { emptyFolder, layOut, type OddEntry, oddEntries } from './odd-disk.ts';
import { anyBody, edits, withEdits } from './odd-json.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of folders that are carried to the server');
const known = new Set(['invalid_input', 'bad_signature', 'unknown_device']);
const videos = Array.from({ length: 5 }, (_, n) => `ftyp of segment ${n} that was carried`);
const videoFile = (text: string) => `segments/${sha256(text)}.mp4`;
let fuzzed: FuzzedServer;
/** Where folders lie, and where links in them lead. */
let disk: string;
let outside: string;
/** What the server has, and what it is to get. */
let [earlier, batch]: Batch[] = [];

interface Batch {
  readonly head: Statement<'head'>;
  readonly records: readonly SignedRecord[];
}

beforeAll(async () => {
  fuzzed = await FuzzedServer.start();
  disk = memoryFolder('keqin-fuzz-disk-');
  outside = memoryFolder('keqin-fuzz-outside-');
  writeFileSync(join(outside, 'precious'), 'a key');
  for (const text of videos) fuzzed.kiosk.announce(Buffer.from(text), {}, fuzzed.classId);
  earlier = await signed(fuzzed.kiosk.records);
  await fuzzed.kiosk.send();
  batch = await nextBatch();
  await fuzzed.stillServes();
});
afterAll(async () => {
  await fuzzed.close();
  for (const folder of [disk, outside]) rmSync(folder, { recursive: true });
});

async function signed(records: readonly SignedRecord[]): Promise<Batch> {
  return { head: await fuzzed.kiosk.signHead(), records: [...records] };
}

/** Two records that the server has not seen. */
async function nextBatch(): Promise<Batch> {
  const { kiosk, server } = fuzzed;
  const at = server.clock.now();
  const event = { event: 'signed-in', at } as const;
  return signed([
    kiosk.append('admin', event, { class: null }),
    kiosk.append('admin', event, { class: null }),
  ]);
}

/** A line of the log: right, known, with edits under a head signed anew or not, or anything. */
const line = fc.oneof(
  { arbitrary: fc.constantFrom('batch', 'earlier'), weight: 2 },
  { arbitrary: fc.record({ of: fc.constantFrom('batch', 'earlier'), edits, anew: fc.boolean() }), weight: 6 },
  { arbitrary: anyBody.map((text) => ({ text })), weight: 1 },
);
type AnyLine = typeof line extends fc.Arbitrary<infer T> ? T : never;

function textOf(given: AnyLine): string {
  if (given === 'batch' || given === 'earlier') return JSON.stringify(whole(given));
  if (typeof given === 'string') throw new Error(given);
  if ('text' in given) return given.text;
  const changed = withEdits(whole(given.of), given.edits) as Batch;
  return JSON.stringify(given.anew ? withHeadAnew(changed) : changed) ?? '';
}

const whole = (of: string) => (of === 'batch' ? batch : earlier) as Batch;

function withHeadAnew(changed: Batch): unknown {
  try {
    return { ...changed, head: sealStatement('head', changed.head.body, fuzzed.kiosk.signer) };
  } catch {
    return changed;
  }
}

const names = ['log.jsonl', 'receipts.jsonl', 'receipts.jsonl.part', 'segments', 'segments/x', 'x'];
const folder = fc.record({
  lines: fc.oneof({ arbitrary: fc.tuple(line), weight: 4 }, { arbitrary: fc.tuple(line, line), weight: 1 }),
  lineEnd: fc.constantFrom('\n', '\n', '\n', '\r\n', '\n\n'),
  device: fc.constantFrom('own', 'own', 'own', 'own', 'own', 'own', 'own', 'dev_nobody', '..', 'dev/../x'),
  entries: fc.oneof(
    fc.constant<OddEntry[]>([]),
    oddEntries([...names, ...videos.map(videoFile)], fc.oneof(anyBody, fc.constantFrom(...videos))),
  ),
});
type Folder = typeof folder extends fc.Arbitrary<infer T> ? T : never;

function laidOut({ lines, lineEnd, device, entries }: Folder): string {
  const named = device === 'own' ? fuzzed.kiosk.device : device;
  const path = join(disk, basename(folderName({ device: named, fromSeq: 1, toSeq: 9 })));
  emptyFolder(disk);
  mkdirSync(path);
  layOut(path, entries, outside);
  // What lies there already may be a folder, or lead elsewhere.
  if (!entries.some((entry) => entry.path === 'log.jsonl'))
    writeFileSync(logFile(path), lines.map((given) => textOf(given) + lineEnd).join(''));
  return path;
}

/** Undefined for a refusal with a known code. */
async function orRefused(path: string): Promise<FolderOutcome | undefined> {
  try {
    return await ingestFolder(fuzzed.server.context, path);
  } catch (error) {
    if (isAppError(error) && known.has(error.code)) return undefined;
    throw error;
  }
}

const filesIn = (path: string) => readdirSync(path, { recursive: true }).sort().join();

test('a folder is taken in as far as its device signed for it, with a receipt for that, or not at all', async () => {
  const seen = { refused: 0, answered: 0, taken: 0, videos: 0 };
  await fc.assert(
    fc.asyncProperty(folder, async (given) => {
      const path = laidOut(given);
      const before = filesIn(path);
      const outcome = await orRefused(path);
      const { records = 0, segment_files: files = 0, ...rows } = fuzzed.added();
      if (fuzzed.waiting() > 0) throw new Error('a stored record waits to be judged');
      if (!fuzzed.hasNoHalves) throw new Error('half a video was left');
      if (readdirSync(outside).join() !== 'precious') throw new Error('the server wrote outside the folder');
      if (outcome === undefined) {
        expectRows({ ...rows, records, files }, { records: 0, files: 0 }, 'a refused folder stores nothing');
        if (filesIn(path) !== before) throw new Error('a refused folder was written to');
        seen.refused += 1;
        return;
      }
      expectReceipts(path, outcome);
      if (![0, batch?.records.length].includes(records))
        throw new Error(`${records} records of a batch came`);
      if (files > outcome.segments) throw new Error('a video came without its receipt');
      seen.answered += 1;
      seen.videos += outcome.segments;
      if (records === 0) return;
      seen.taken += 1;
      [earlier, batch] = [batch, await nextBatch()];
    }),
    { seed, numRuns: runs },
  );
  console.log(seen);
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
}, 600_000);

/** What lies beside the folder's log is what the outcome says, in the server's own words. */
function expectReceipts(path: string, { upToSeq, segments }: FolderOutcome): void {
  const lines = readFileSync(receiptsFile(path), 'utf8').split('\n').slice(0, -1);
  const { publicKey } = fuzzed.server.serverKey;
  const values = lines.map((text) => JSON.parse(text) as unknown);
  const ofRecords = values.flatMap((value) => openStatement('records-receipt', value, publicKey) ?? []);
  const ofVideos = values.flatMap((value) => openStatement('segment-receipt', value, publicKey) ?? []);
  if ((ofRecords[0]?.body.seq ?? null) !== upToSeq) throw new Error('the receipt is not for what was said');
  if (ofVideos.length !== segments || values.length !== ofRecords.length + ofVideos.length)
    throw new Error('a receipt is missing, or is none');
}

test('afterwards a right folder is taken in as ever', async () => {
  const path = laidOut({ lines: ['batch'], lineEnd: '\n', device: 'own', entries: [] });
  mkdirSync(join(path, 'segments'));
  for (const text of videos) writeFileSync(join(path, videoFile(text)), text);
  const { records = [] } = batch ?? {};
  expect(await ingestFolder(fuzzed.server.context, path)).toMatchObject({
    upToSeq: records.at(-1)?.body.seq,
    ...{ refused: null, segments: videos.length, segmentsRefused: [] },
  });
  for (const text of videos) expect(fuzzed.hasVideo(sha256(text))).toBe(true);
  expect(fuzzed.videoFiles()).toHaveLength(videos.length);
  await fuzzed.stillServes();
});

test('records that a stranger put before a broken one are not taken in, though an old head of the device is with them', async () => {
  const { kiosk, server } = fuzzed;
  const { seq, digest } = kiosk.head;
  const last = kiosk.append('admin', { event: 'signed-in', at: server.clock.now() }, { class: null });
  const head = await kiosk.signHead();
  const stranger = memoryKey('ES256');
  const made = sealRecord({ ...last.body, seq: String(seq + 1n), prev: digest, wall: 1 }, stranger);
  fuzzed.added();
  const text = JSON.stringify({ head, records: [made, {}] });
  const path = laidOut({ lines: [{ text }], lineEnd: '\n', device: 'own', entries: [] });
  expect((await ingestFolder(server.context, path)).refused).not.toBeNull();
  expect(fuzzed.added().records ?? 0).toBe(0);
});
