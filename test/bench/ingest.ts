import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { DeviceEnrolled } from '../../sync/contract/device-api.ts';
import type { Bench } from './bench.ts';
import { type PreparedBatch, type PreparedRecord, prepareBatches } from './ingest-batches.ts';
import { rawInsert } from './raw-insert.ts';
import { ServerProgram } from './server-program.ts';
import { verifyRates } from './verify-rates.ts';

/**
 * How fast the server program takes records in, over HTTP, a kiosk's batches one after the other, beside a raw batch
 * insert of the same rows into SQLite in this process; and how fast its verifier checks signatures, beside raw P-256
 * verification of the same messages. Rounds alternate. `--records N` (default 20000).
 */
export const bench: Bench = async (options) => {
  const count = Number(options[options.indexOf('--records') + 1] ?? 20_000) || 20_000;
  const dir = mkdtempSync(join(tmpdir(), 'keqin-ingest-'));
  const server = await ServerProgram.start(dir);
  try {
    const ours: number[] = [];
    const raw: number[] = [];
    let records: readonly PreparedRecord[] = [];
    let slowestMs = 0;
    for (let round = 0; round < 3; round += 1) {
      const prepared = await prepareBatches(server, Math.round(count / 3));
      records = prepared.records;
      raw.push(rawInsert(join(dir, `raw-${round}.db`), records));
      ours.push(await sendAll(server, prepared));
      const waitedMs = await untilVerified(dir, server, prepared.enrolled, records.length);
      slowestMs = Math.max(slowestMs, waitedMs);
    }
    const verify = await verifyRates(records);
    const best = (rates: readonly number[]) => Math.max(...rates);
    const ratio = best(ours) / best(raw);
    return {
      figures: {
        cores: availableParallelism(),
        recordsTakenInPerSecond: Math.round(best(ours)),
        rawInsertsPerSecond: Math.round(best(raw)),
        ingestToRaw: round2(ratio),
        ingestShortfall: round2(Math.max(0, 0.4 - ratio)),
        lastVerifiedAfterMs: Math.round(slowestMs),
        verifiedPerSecond: Math.round(verify.ours),
        rawVerifiesPerSecond: Math.round(verify.raw),
        verifyToRaw: round2(verify.ours / verify.raw),
        verifyShortfall: round2(Math.max(0, 0.8 - verify.ours / verify.raw)),
      },
      targets: { ingestShortfall: 0, verifyShortfall: 0 },
    };
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};

/** Records a second, from the first request to the last receipt. */
async function sendAll(
  server: ServerProgram,
  {
    batches,
    records,
    enrolled,
  }: { batches: readonly PreparedBatch[]; records: readonly PreparedRecord[]; enrolled: DeviceEnrolled },
): Promise<number> {
  const startedAt = performance.now();
  for (const { body, authorization } of batches) {
    const answer = await fetch(`${server.url}/api/v1/devices/${enrolled.device}/records`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    });
    const { refused } = (await answer.json()) as { refused: unknown };
    if (!answer.ok || refused) throw new Error(`a batch was refused: ${JSON.stringify(refused)}`);
  }
  return (records.length / (performance.now() - startedAt)) * 1_000;
}

/** Every record must have been judged in the end, and none held. Gives how long that took after the last receipt. */
async function untilVerified(
  dir: string,
  _server: ServerProgram,
  { device }: DeviceEnrolled,
  expected: number,
): Promise<number> {
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

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
