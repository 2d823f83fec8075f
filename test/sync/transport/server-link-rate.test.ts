import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../../sync/base/clock.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { RateLimit } from '../../../sync/transport/rate-limit.ts';
import { ServerLink } from '../../../sync/transport/server-link.ts';
import { signHead } from '../../../sync/transport/sign-head.ts';

const dir = mkdtempSync(join(tmpdir(), 'keqin-rate-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Arrival {
  readonly atMs: number;
  readonly sizeBytes: number;
}

/** Takes whatever comes on raw TCP, counts every byte of it, heads too, and refuses each request when it is whole. */
async function openSink() {
  const arrivals: Arrival[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let missing = 0;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      arrivals.push({ atMs: performance.now(), sizeBytes: bytes.length });
      missing += missing === 0 ? requestBytes(bytes) - bytes.length : -bytes.length;
      if (missing === 0) socket.write('HTTP/1.1 500 counted\r\ncontent-length: 2\r\n\r\n{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { arrivals, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/** Head and body of the request that begins with these bytes. */
function requestBytes(first: Buffer): number {
  const text = first.toString('latin1');
  return text.indexOf('\r\n\r\n') + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1]);
}

/** Segments and record batches in turn for `ms`; what came on the wire, as shares of the limit. */
async function measure(kbps: number, limitedKbps: number | undefined, ms: number) {
  const sink = await openSink();
  const file = join(dir, `${kbps}.mp4`);
  const sizeBytes = Math.round((kbps / 8) * 600);
  writeFileSync(file, randomBytes(sizeBytes));
  const rateLimit = limitedKbps === undefined ? undefined : new RateLimit(limitedKbps);
  const key = memoryKey('ES256');
  const parts = { signer: () => key, clock: systemClock(), ...(rateLimit && { rateLimit }) };
  const link = new ServerLink({ baseUrl: sink.url, ...parts });
  const place = { device: 'dev_1', seq: '1', digest: 'a'.repeat(64), anchor: null };
  const head = await signHead(place, systemClock(), key);
  const records = Array.from({ length: 100 }, () => JSON.stringify('r'.repeat(kbps / 40)));
  const startedAt = performance.now();
  while (performance.now() - startedAt < ms) {
    await link.sendSegment('dev_1', { sha256: 'a'.repeat(64), file, sizeBytes }).catch(() => undefined);
    await link.sendRecords('dev_1', head, records).catch(() => undefined);
  }
  const took = performance.now() - startedAt;
  sink.close();
  const sentBytes = sink.arrivals.reduce((sum, { sizeBytes: n }) => sum + n, 0);
  return {
    share: (sentBytes * 8) / took / kbps,
    worstSecond: (busiestSecond(sink.arrivals) * 8) / 1_000 / kbps,
  };
}

/** Most bytes that came within any one second. */
function busiestSecond(arrivals: readonly Arrival[]): number {
  let most = 0;
  let sum = 0;
  let first = 0;
  for (const { atMs, sizeBytes } of arrivals) {
    sum += sizeBytes;
    for (; atMs - (arrivals[first]?.atMs ?? atMs) >= 1_000; first += 1)
      sum -= arrivals[first]?.sizeBytes ?? 0;
    most = Math.max(most, sum);
  }
  return most;
}

test.each([2_000, 8_000, 32_000])(
  '%i kbit/s hold within a twentieth on the wire, and every second is smooth',
  async (kbps) => {
    const { share, worstSecond } = await measure(kbps, kbps, 5_000);
    console.log(
      `${kbps} kbit/s: ${(share * 100).toFixed(2)} % of the limit, busiest second ${worstSecond.toFixed(3)}`,
    );
    expect(share).toBeGreaterThan(0.95);
    expect(share).toBeLessThan(1.05);
    expect(worstSecond).toBeLessThan(1.3);
  },
);

test('without a limit the same measure is far above, and a limit twice as wide is caught', async () => {
  expect((await measure(8_000, undefined, 1_000)).share).toBeGreaterThan(3);
  expect((await measure(8_000, 16_000, 1_500)).share).toBeGreaterThan(1.7);
});
