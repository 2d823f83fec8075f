import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { badDay, FaultyProxy, type LinkFaults } from './faulty-proxy.ts';
import { seedOf } from './seeded.ts';

const seed = seedOf('faulty-proxy.test');
let proxy: FaultyProxy;
let behind: Server;
let port: number;
/** What has reached the far side in the first connection to end. */
let received: Promise<Buffer>;

beforeEach(async () => {
  proxy = new FaultyProxy(seed);
  port = Number(new URL(await proxy.listen()).port);
  behind = createServer({ allowHalfOpen: true });
  received = new Promise((resolve) => {
    behind.on('connection', async (socket) => {
      resolve((await all(socket)).bytes);
      socket.end('answer');
    });
  });
  behind.listen(0, '127.0.0.1');
  await once(behind, 'listening');
  proxy.pointTo((behind.address() as AddressInfo).port);
});

afterEach(async () => {
  await proxy.close();
  behind.close();
});

/** All that comes, and whether it ended in order or broke. */
async function all(socket: Socket): Promise<{ bytes: Buffer; broken: boolean }> {
  const pieces: Buffer[] = [];
  socket.on('data', (bytes) => pieces.push(bytes));
  const broken = await new Promise<boolean>((resolve) => {
    socket.once('end', () => resolve(false)).once('error', () => resolve(true));
    socket.once('close', () => resolve(true));
  });
  return { bytes: Buffer.concat(pieces), broken };
}

async function send(bytes: Buffer, faults: LinkFaults) {
  proxy.faultsOf = () => faults;
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.end(bytes);
  const answer = await all(socket);
  socket.destroy();
  return { answer: answer.bytes.toString(), broken: answer.broken, arrived: await received };
}

const sent = Buffer.alloc(300_000, 'abcdefgh');

test('without faults all arrives as it was sent', async () => {
  const { answer, broken, arrived } = await send(sent, {});
  expect(arrived.equals(sent)).toBe(true);
  expect({ answer, broken }).toEqual({ answer: 'answer', broken: false });
});

test('a cut passes on so many bytes and then breaks both sides', async () => {
  const { answer, broken, arrived } = await send(sent, { up: { cutAfterBytes: 100_001 } });
  expect(arrived.length).toBeLessThanOrEqual(100_001);
  expect({ answer, broken }).toEqual({ answer: '', broken: true });
});

test('a cut of the answer lets the question through', async () => {
  const { answer, broken, arrived } = await send(sent, { down: { cutAfterBytes: 0 } });
  expect(arrived.equals(sent)).toBe(true);
  expect({ answer, broken }).toEqual({ answer: '', broken: true });
});

test('the next answer is cut when asked for, and the one after it comes', async () => {
  proxy.cutAnswers = 1;
  const { answer, broken, arrived } = await send(sent, {});
  expect(arrived.equals(sent)).toBe(true);
  expect({ answer, broken }).toEqual({ answer: '', broken: true });
  expect((await send(sent, {})).answer).toBe('answer');
});

test('a half-close ends what is sent too early, and the answer still comes', async () => {
  const { answer, arrived } = await send(sent, { up: { halfCloseAfterBytes: 70_000 } });
  expect(arrived.length).toBe(70_000);
  expect(answer).toBe('answer');
});

test('a flip changes one bit, in the place that was asked for', async () => {
  const { arrived } = await send(sent, { up: { flipAtByte: 123_456 } });
  const changed = [...arrived.keys()].filter((at) => arrived[at] !== sent[at]);
  expect(changed).toEqual([123_456]);
  const bits = (arrived[123_456] ?? 0) ^ (sent[123_456] ?? 0);
  expect(Math.log2(bits) % 1).toBe(0);
});

test('a delay makes it late, and keeps the order', async () => {
  const startedAt = performance.now();
  const { arrived } = await send(sent, { up: { delayMs: [150, 200] } });
  expect(arrived.equals(sent)).toBe(true);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(149);
});

test('the link passes so many bytes a second, for all connections together', async () => {
  proxy.upRate.bytesPerSecond = 600_000;
  const startedAt = performance.now();
  await send(sent, {});
  // A busy machine may be later, but never early.
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(499);
});

test('a pulled cable breaks what stands, and what comes after goes through', async () => {
  const joined = once(behind, 'connection');
  const socket = connect(port, '127.0.0.1');
  await joined;
  const answer = all(socket);
  proxy.cutAll();
  expect((await answer).broken).toBe(true);
  expect((await send(sent, {})).answer).toBe('answer');
});

test('the same seed makes the same bad day, another one another', () => {
  const day = (from: number) => Array.from({ length: 50 }, (_, i) => JSON.stringify(badDay(from, 10_000)(i)));
  expect(day(seed)).toEqual(day(seed));
  expect(day(seed)).not.toEqual(day(seed + 1_000));
});
