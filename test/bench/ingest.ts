import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { DeviceEnrolled } from '../../sync/contract/device-api.ts';
import { type Bench, percentile } from './bench.ts';
import { batchSize, type PreparedBatch, prepareBatches } from './ingest-batches.ts';
import { RawTable } from './raw-insert.ts';
import { ServerProgram } from './server-program.ts';
import { verifyRates } from './verify-rates.ts';

/** Batches taken in before the clock runs: server and raw table have then met each of their branches. */
const warmUp = 8;

/**
 * How fast the server program takes records in, over HTTP, a kiosk's batches one after the other, beside a raw batch
 * insert of the same rows into SQLite in this process, in turn, so that noise meets both alike; and how fast its
 * verifier checks signatures, beside raw P-256 verification of the same messages. `--records N` (default 20000).
 */
export const bench: Bench = async (options) => {
  const count = Number(options[options.indexOf('--records') + 1] ?? 20_000) || 20_000;
  const dir = mkdtempSync(join(tmpdir(), 'keqin-ingest-'));
  const raw = new RawTable(join(dir, 'raw.db'));
  const server = await ServerProgram.start(dir);
  try {
    const { enrolled, batches } = await prepareBatches(server, warmUp * batchSize + count);
    const records = batches.flatMap((batch) => batch.records);
    const intake = await takeInInTurn(server, enrolled, raw, batches);
    const waitedMs = await untilVerified(dir, enrolled, records.length);
    const verify = verifyRates(records.slice(0, mostToVerify));
    return { figures: { ...figuresOf(intake), ...verifyFiguresOf(waitedMs, verify) }, targets };
  } finally {
    raw.close();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};

const targets = { ingestShortfall: 0, verifyShortfall: 0 };
/** Enough for a rate. */
const mostToVerify = 10_000;

interface Intake {
  readonly oursMs: readonly number[];
  readonly rawMs: readonly number[];
  readonly records: number;
}

async function takeInInTurn(
  server: ServerProgram,
  enrolled: DeviceEnrolled,
  raw: RawTable,
  batches: readonly PreparedBatch[],
): Promise<Intake> {
  const oursMs: number[] = [];
  const rawMs: number[] = [];
  for (const batch of batches) {
    await timed(rawMs, async () => raw.insert(batch.records));
    await timed(oursMs, () => send(server, enrolled, batch));
  }
  const records = batches.slice(warmUp).reduce((sum, batch) => sum + batch.records.length, 0);
  return { oursMs: oursMs.slice(warmUp), rawMs: rawMs.slice(warmUp), records };
}

async function timed(times: number[], work: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  await work();
  times.push(performance.now() - startedAt);
}

/** From the request to the receipt. */
async function send(
  server: ServerProgram,
  { device }: DeviceEnrolled,
  { body, authorization }: PreparedBatch,
): Promise<void> {
  const answer = await fetch(`${server.url}/api/v1/devices/${device}/records`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body,
  });
  const { refused } = (await answer.json()) as { refused: unknown };
  if (!answer.ok || refused) throw new Error(`a batch was refused: ${JSON.stringify(refused)}`);
}

/** Every record must have been judged in the end, and none held. Gives how long that took after the last receipt. */
async function untilVerified(dir: string, { device }: DeviceEnrolled, expected: number): Promise<number> {
  const db = new Database(join(dir, 'server', 'server.db'), { readonly: true });
  const count = db.prepare(`SELECT count(*) AS n FROM records WHERE device = ? AND state = ?`);
  const startedAt = performance.now();
  try {
    for (;;) {
      const { n: waiting } = count.get(device, 'received') as { n: number };
      const { n: held } = count.get(device, 'held') as { n: number };
      const { n: verified } = count.get(device, 'verified') as { n: number };
      if (held > 0) throw new Error(`${held} records were held`);
      if (waiting === 0 && verified === expected) return performance.now() - startedAt;
      if (performance.now() - startedAt > 300_000) throw new Error(`${waiting} records still wait`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    db.close();
  }
}

function figuresOf({ oursMs, rawMs, records }: Intake): Record<string, number> {
  const totalMs = (times: readonly number[]) => times.reduce((sum, ms) => sum + ms, 0);
  const perSecond = (times: readonly number[]) => Math.round((records / totalMs(times)) * 1_000);
  const ratio = totalMs(rawMs) / totalMs(oursMs);
  return {
    cores: availableParallelism(),
    recordsTakenInPerSecond: perSecond(oursMs),
    rawInsertsPerSecond: perSecond(rawMs),
    batchP50Ms: round2(percentile(oursMs, 0.5)),
    rawBatchP50Ms: round2(percentile(rawMs, 0.5)),
    ingestToRaw: round2(ratio),
    ingestShortfall: round2(Math.max(0, 0.4 - ratio)),
  };
}

function verifyFiguresOf(waitedMs: number, { ours, raw }: { ours: number; raw: number }) {
  return {
    lastVerifiedAfterMs: Math.round(waitedMs),
    verifiedPerSecond: Math.round(ours),
    rawVerifiesPerSecond: Math.round(raw),
    verifyToRaw: round2(ours / raw),
    verifyShortfall: round2(Math.max(0, 0.8 - ours / raw)),
  };
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
