import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PlanStore } from '../../kiosk/plan/plan-store.ts';
import { importPlan, importReceipts } from '../../kiosk/usb/import-from-disk.ts';
import { ingestFolder } from '../../server/usb/ingest-folder.ts';
import { isAppError } from '../../sync/base/errors.ts';
import { memoryKey } from '../../sync/evidence/keys.ts';
import { sealRecord } from '../../sync/evidence/record.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { folderName, logFile, segmentsDir } from '../../sync/transport/evidence-folder.ts';
import { seedOf } from '../fault/seeded.ts';
import { samplePlan } from '../helpers/sample-plan.ts';
import { FuzzedServer, runs } from './fuzzed-server.ts';
import { anyBody, edits, withEdits } from './odd-json.ts';

const seed = seedOf('fuzz of what comes on a disk');
const options = { seed, numRuns: runs };
const known = ['invalid_input', 'bad_signature', 'unknown_device', 'not_found', 'conflict'];
let fuzzed: FuzzedServer;
let disk: string;

beforeAll(async () => {
  fuzzed = await FuzzedServer.start();
  disk = mkdtempSync(join(tmpdir(), 'keqin-fuzz-disk-'));
  await fuzzed.stillServes();
});
afterEach(() => fuzzed.stillServes());
afterAll(async () => {
  await fuzzed.close();
  rmSync(disk, { recursive: true, force: true });
});

function editsOf(whole: unknown): fc.Arbitrary<string> {
  const edited = edits.map((changes) => JSON.stringify(withEdits(whole, changes)) ?? '');
  return fc.oneof({ arbitrary: edited, weight: 4 }, { arbitrary: anyBody, weight: 1 });
}

/** Undefined for a refusal with a known code. */
async function orRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isAppError(error)) throw error;
    expect(known).toContain(error.code);
    return undefined;
  }
}

function folderOf(...lines: string[]): string {
  const folder = join(disk, folderName({ device: fuzzed.kiosk.device, fromSeq: 1, toSeq: 9 }));
  mkdirSync(segmentsDir(folder), { recursive: true });
  writeFileSync(logFile(folder), lines.join('\n'));
  return folder;
}

test('a folder of a kiosk is taken in as far as its device signed for it', async () => {
  const { kiosk, server } = fuzzed;
  for (let i = 0; i < 2; i += 1)
    kiosk.append('admin', { event: 'signed-in', at: server.clock.now() }, { class: null });
  const whole = { head: await kiosk.signHead(), records: kiosk.records };
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(editsOf(whole), async (line) => {
      const outcome = await orRefused(() => ingestFolder(fuzzed.server.context, folderOf(line)));
      const { records = 0 } = fuzzed.added();
      expect([0, kiosk.records.length]).toContain(records);
      if (records > 0) taken += 1;
      if (outcome === undefined) expect(records).toBe(0);
      expect(fuzzed.waiting()).toBe(0);
    }),
    { seed, numRuns: Math.ceil(runs / 5) },
  );
  expect(taken).toBeLessThanOrEqual(1);
}, 180_000);

test('records that a stranger put before a broken one are not taken in, though an old head of the device is with them', async () => {
  const { kiosk, server } = fuzzed;
  const { seq, digest } = kiosk.head;
  const last = kiosk.append('admin', { event: 'signed-in', at: server.clock.now() }, { class: null });
  const head = await kiosk.signHead();
  const stranger = memoryKey('ES256');
  const made = sealRecord({ ...last.body, seq: String(seq + 1n), prev: digest, wall: 1 }, stranger);
  fuzzed.added();
  const outcome = await ingestFolder(server.context, folderOf(JSON.stringify({ head, records: [made, {}] })));
  expect(outcome.refused).not.toBeNull();
  expect(fuzzed.added().records ?? 0).toBe(0);
});

test('a plan', async () => {
  const key = memoryKey('Ed25519');
  const plans = new PlanStore(noDatabase, { append: (_kind, _class, _data, alongside) => alongside?.() });
  const whole = sealStatement('plan', samplePlan(), key);
  const file = join(disk, 'plan.json');
  let adopted = 0;
  await fc.assert(
    fc.asyncProperty(editsOf(whole), async (text) => {
      writeFileSync(file, text);
      if (await orRefused(() => importPlan(plans, key.publicKey, file))) adopted += 1;
    }),
    options,
  );
  expect(adopted).toBeLessThanOrEqual(1);
}, 180_000);

/** Takes every statement and does nothing. */
const noDatabase = {
  prepare: () => ({ all: () => [], run: () => undefined }),
} as unknown as ConstructorParameters<typeof PlanStore>[0];

test('receipts', async () => {
  const { serverKey, clock } = fuzzed.server;
  const body = {
    v: 1,
    device: fuzzed.kiosk.device,
    seq: '1',
    head: 'f'.repeat(64),
    receivedAt: clock.now(),
  } as const;
  const whole = sealStatement('records-receipt', body, serverKey);
  const file = join(disk, 'receipts.jsonl');
  const outbox = { acknowledge: () => undefined, segmentReceived: () => undefined };
  await fc.assert(
    fc.asyncProperty(editsOf(whole), async (text) => {
      writeFileSync(file, text);
      await orRefused(() => importReceipts(outbox, file));
    }),
    options,
  );
}, 180_000);
