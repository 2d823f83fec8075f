import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { UsbImportAnswer } from '../../sync/contract/kiosk-usb.ts';
import type { StatementBody, StatementKind } from '../../sync/contract/statements.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { seedOf } from '../fault/seeded.ts';
import { samplePlan } from '../helpers/sample-plan.ts';
import { FuzzedKiosk } from './fuzzed-kiosk.ts';
import { expectRows } from './judge-refusal.ts';
import { layOut, oddEntries } from './odd-disk.ts';
import { anyBody, edits, withEdits } from './odd-json.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of disks that a kiosk is given');
/** Twenty files a disk: what one import costs beside them is shared. */
const filesADisk = 20;
const diskOptions = { seed, numRuns: Math.ceil(runs / filesADisk) };
let fuzzed: FuzzedKiosk;
/** Where links on a disk lead: nothing may come here. */
let outside: string;

beforeAll(async () => {
  fuzzed = await FuzzedKiosk.start();
  outside = join(fuzzed.kiosk.dir, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'precious'), 'a key');
  await fuzzed.film(2);
});
afterEach(() => fuzzed.stillServes());
afterAll(() => fuzzed.close());

type Line = UsbImportAnswer['files'][number];

const order = (what: string) => fuzzed.post(`usb/${what}`, '{"disk":"usb_a"}');
const timesOf = (lines: readonly Line[], which: Line['outcome']) =>
  lines.filter(({ outcome }) => outcome === which).length;
const asDisk = (text: fc.Arbitrary<string>) =>
  fc.array(text, { minLength: filesADisk, maxLength: filesADisk });

/** One of these statements with edits, signed anew or not; or anything. */
function statementLike<K extends StatementKind>(
  kind: K,
  ...bodies: StatementBody<K>[]
): fc.Arbitrary<string> {
  const wholes = bodies.map((body) => sealStatement(kind, body, fuzzed.serverKey));
  const edited = fc.tuple(fc.constantFrom(...wholes), edits, fc.boolean()).map(([whole, changes, anew]) => {
    const changed = withEdits(whole, changes) as typeof whole;
    return JSON.stringify(anew ? resealed(kind, changed) : changed) ?? '';
  });
  return fc.oneof({ arbitrary: edited, weight: 4 }, { arbitrary: anyBody, weight: 1 });
}

function resealed<K extends StatementKind>(kind: K, changed: { readonly body: StatementBody<K> }): unknown {
  try {
    return sealStatement(kind, changed.body, fuzzed.serverKey);
  } catch {
    return changed;
  }
}

/** What an import of a disk with just these files says of each. */
async function importOf(name: (n: number) => string, texts: readonly string[]): Promise<readonly Line[]> {
  const entries = texts.map((text, n) => ({ path: name(n), what: 'file', text }) as const);
  layOut(fuzzed.disk, entries, outside);
  const answer = await order('import');
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${answer.body}`);
  const { files } = answer.json<UsbImportAnswer>();
  if (files.length !== texts.length) throw new Error(`${files.length} of ${texts.length} files were found`);
  return files;
}

test('a plan counts when our server signed it for this kiosk, and leaves nothing behind otherwise', async () => {
  const { device } = fuzzed.kiosk.log.identity;
  const classes = Array.from({ length: 30 }, (_, n) => samplePlan({ class: `cls_${n}`, devices: [device] }));
  const plan = statementLike('plan', ...classes);
  const seen = { taken: 0, known: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(asDisk(plan), async (texts) => {
      const lines = await importOf((n) => `plan-${n}.json`, texts);
      for (const { outcome } of lines) seen[outcome] += 1;
      const taken = timesOf(lines, 'taken');
      // A newer version takes the place of the one before.
      const { plans = 0, ...rows } = fuzzed.added();
      expectRows(rows, taken > 0 ? { log: taken } : {}, 'a plan comes with its record');
      if (plans > taken) throw new Error('a refused plan was stored');
    }),
    diskOptions,
  );
  console.log(seen);
  expect(Math.min(seen.taken, seen.known, seen.refused)).toBeGreaterThan(0);
}, 600_000);

test('receipts count when our server signed them over what lies here, and change nothing otherwise', async () => {
  const { log, db, app } = fuzzed.kiosk;
  const { device } = log.identity;
  const head = log.after(0, 1)[0]?.digest ?? '';
  const sha256 = app.segments.allWaiting()[0]?.sha256 ?? '';
  const receipt = fc.oneof(
    statementLike('records-receipt', { v: 1, device, seq: '1', head, receivedAt: 1 }),
    statementLike('segment-receipt', { v: 1, device, sha256, sizeBytes: 1, receivedAt: 1 }),
  );
  const readUpTo = db
    .prepare<[], string>(`SELECT value FROM settings WHERE key = 'acknowledged-seq'`)
    .pluck();
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(asDisk(receipt), async (texts) => {
      const lines = await importOf((n) => `receipts ${n}.jsonl`, texts);
      const now = timesOf(lines, 'taken');
      if (now === 0) expectRows(fuzzed.added(), {}, 'a refused receipt changes nothing');
      taken += now;
      fuzzed.added();
      if (!['0', '1'].includes(readUpTo.get() ?? '0')) throw new Error('more counts than was signed for');
    }),
    diskOptions,
  );
  console.log(`${taken} receipts taken`);
  expect([readUpTo.get(), app.segments.countWaiting()]).toEqual(['1', 1]);
}, 600_000);

/** A prepared disk: things in the places where the kiosk reads and writes. */
function oddDisk() {
  const { device } = fuzzed.kiosk.log.identity;
  const begun = [ownFolder(), ...['1-3', '2-3', '2-4'].map((range) => `keqin-${device}-${range}`)];
  const [waiting] = fuzzed.kiosk.app.segments.allWaiting();
  const video = `segments/${waiting?.sha256}.mp4`;
  const names = [
    'log.jsonl',
    'log.jsonl.part',
    'receipts.jsonl',
    'segments',
    'segments/x',
    video,
    `${video}.part`,
  ];
  const files = [
    'plan-a.json',
    'receipts.jsonl',
    'receipts (1).jsonl',
    'keqin-',
    'keqin-dev_other-1-3/receipts.jsonl',
  ];
  const inside = begun.flatMap((folder) => names.map((name) => `${folder}/${name}`));
  return oddEntries([...files, ...begun, ...inside], anyBody);
}

/** Where an export of now goes. */
function ownFolder(): string {
  const { log, app } = fuzzed.kiosk;
  return `keqin-${log.identity.device}-${log.lastSeq - app.sync.recordsWaiting + 1}-${log.lastSeq}`;
}

test('a prepared disk gets the evidence whole or is refused, and nothing unsigned is taken in from it', async () => {
  const seen = { exported: 0, refused: 0, filesFound: 0 };
  await fc.assert(
    fc.asyncProperty(oddDisk(), fc.constantFrom('export', 'import'), async (entries, what) => {
      layOut(fuzzed.disk, entries, outside);
      const answer = await order(what);
      const status = fuzzed.judge(answer);
      expectRows(fuzzed.added(), {}, 'neither writes a record');
      if (readdirSync(outside).join() !== 'precious') throw new Error('the kiosk wrote outside the disk');
      if (status >= 400) seen.refused += 1;
      else if (what === 'import') seen.filesFound += expectRefused(answer.json());
      else seen.exported += expectWhole();
    }),
    { seed, numRuns: runs },
  );
  console.log(seen);
  expect(Math.min(seen.exported, seen.refused, seen.filesFound)).toBeGreaterThan(0);
}, 600_000);

/** Gives how many files were looked at. */
function expectRefused({ files }: UsbImportAnswer): number {
  if (timesOf(files, 'refused') < files.length) throw new Error('nobody signed that');
  return files.length;
}

/** The log is written last: with it, all of the video is there. Gives 1, for one export. */
function expectWhole(): number {
  const folder = join(fuzzed.disk, ownFolder());
  const videos = fuzzed.kiosk.app.segments.allWaiting().map(({ sha256 }) => `segments/${sha256}.mp4`);
  const isThere = (name: string) => existsSync(join(folder, name));
  if (!['log.jsonl', ...videos].every(isThere)) throw new Error('what was exported is not whole');
  return 1;
}
