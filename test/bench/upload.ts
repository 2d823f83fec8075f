import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { SegmentRow } from '../../kiosk/recording/segment-store.ts';
import { type Bench, percentile } from './bench.ts';
import { QueuedKiosk } from './queued-kiosk.ts';
import { ServerProgram } from './server-program.ts';

const segmentBytes = 5_000_000;
/** Sent before the clock runs: both programs have then met each of their branches. */
const warmUp = 10;

/**
 * Sends segments of 5 MB to our server (its real program, by the kiosk's own link) and to a plain PUT server that
 * syncs its files and does nothing else, in turn, so that noise meets both alike. `--segments N` (default 200).
 */
export const bench: Bench = async (options) => {
  const count = Number(options[options.indexOf('--segments') + 1]) || 200;
  const dir = mkdtempSync(join(tmpdir(), 'keqin-upload-'));
  const plain = await startPlain(dir);
  const server = await ServerProgram.start(dir);
  const kiosk = await QueuedKiosk.enrol(join(dir, 'kiosk'), server);
  try {
    const segments = await announce(kiosk, warmUp + count);
    const { oursMs, plainMs } = await sendInTurn(kiosk, segments, plain.url);
    return { figures: figuresOf(oursMs, plainMs), targets: { timeToPlain: 1 / 0.8 } };
  } finally {
    kiosk.close();
    plain.stop();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};

/** Segments on the kiosk's disk whose records the server has; none of them has been sent. */
async function announce(kiosk: QueuedKiosk, count: number): Promise<SegmentRow[]> {
  const segments: SegmentRow[] = [];
  for (let i = 0; i < count; i += 1) segments.push(await kiosk.addSegment(segmentBytes));
  await kiosk.sendRecordsOnly();
  return segments;
}

async function sendInTurn(kiosk: QueuedKiosk, segments: readonly SegmentRow[], plainUrl: string) {
  const oursMs: number[] = [];
  const plainMs: number[] = [];
  for (const [index, { sha256, sizeBytes }] of segments.entries()) {
    const file = kiosk.segments.fileOf(sha256);
    const ours = () => timed(oursMs, () => kiosk.link.sendSegment(kiosk.device, { sha256, file, sizeBytes }));
    const plain = () => timed(plainMs, () => putPlain(plainUrl, file, sizeBytes));
    // Who goes second reads the file from a warmer cache.
    const [first, second] = index % 2 === 0 ? [ours, plain] : [plain, ours];
    await first();
    await second();
  }
  return { oursMs: oursMs.slice(warmUp), plainMs: plainMs.slice(warmUp) };
}

async function timed(times: number[], work: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  await work();
  times.push(performance.now() - startedAt);
}

const agent = new Agent({ keepAlive: true });

async function putPlain(url: string, file: string, sizeBytes: number): Promise<void> {
  const put = request(url, { method: 'PUT', agent, headers: { 'content-length': sizeBytes } });
  const answered = once(put, 'response');
  await pipeline(createReadStream(file), put);
  const [response] = await answered;
  if (response.statusCode !== 200) throw new Error(`the plain server answered ${response.statusCode}`);
  response.resume();
  await once(response, 'end');
}

async function startPlain(dir: string) {
  const files = join(dir, 'plain');
  mkdirSync(files);
  const program = fileURLToPath(new URL('plain-put-server.ts', import.meta.url));
  const child = fork(program, [files], { execArgv: ['--import', 'tsx'] });
  const [port] = await once(child, 'message');
  return { url: `http://127.0.0.1:${port}/`, stop: () => child.disconnect() };
}

function figuresOf(oursMs: readonly number[], plainMs: readonly number[]): Record<string, number> {
  const totalMs = (times: readonly number[]) => times.reduce((sum, ms) => sum + ms, 0);
  const mbPerS = (times: readonly number[]) =>
    Math.round((times.length * segmentBytes) / 1_000 / totalMs(times));
  return {
    segments: oursMs.length,
    oursMbPerS: mbPerS(oursMs),
    plainMbPerS: mbPerS(plainMs),
    oursP50Ms: Number(percentile(oursMs, 0.5).toFixed(2)),
    plainP50Ms: Number(percentile(plainMs, 0.5).toFixed(2)),
    timeToPlain: Number((totalMs(oursMs) / totalMs(plainMs)).toFixed(3)),
    p50ToPlain: Number((percentile(oursMs, 0.5) / percentile(plainMs, 0.5)).toFixed(3)),
  };
}
