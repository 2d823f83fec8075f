import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../sync/evidence/digest.ts';
import { seedOf } from '../fault/seeded.ts';
import { FuzzedServer } from './fuzzed-server.ts';
import { expectRows, type Rows } from './judge-refusal.ts';
import { oddText } from './odd-json.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of segments');
/** Most must stay without their bytes to the end: a segment that is here is receipted again unread. */
const pool = Array.from({ length: 200 }, (_, n) =>
  Buffer.from(`ftyp of segment ${n} ${'frames '.repeat(n)}`),
);
const kept = Buffer.alloc(200_000, 'video that comes at the end');
let fuzzed: FuzzedServer;

beforeAll(async () => {
  fuzzed = await FuzzedServer.start();
  const { kiosk, classId } = fuzzed;
  for (const bytes of [...pool, kept]) kiosk.announce(bytes, {}, classId);
  await kiosk.send();
  await fuzzed.stillServes();
});
afterAll(() => fuzzed.close());

type Change = (bytes: Bytes) => Bytes;
type Bytes = Buffer<ArrayBuffer>;

/** What the way may do to bytes; `right` is rare. */
const change: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: fc.constant<Change>((bytes) => bytes), weight: 1 },
  { arbitrary: fc.nat().map<Change>((at) => (bytes) => flipped(bytes, at)), weight: 25 },
  { arbitrary: fc.nat().map<Change>((at) => (bytes) => bytes.subarray(0, at % bytes.length)), weight: 25 },
  { arbitrary: more().map<Change>((tail) => (bytes) => Buffer.concat([bytes, tail])), weight: 25 },
  { arbitrary: more().map<Change>((other) => () => other), weight: 15 },
);

function more(): fc.Arbitrary<Bytes> {
  return fc.uint8Array({ minLength: 1, maxLength: 60 }).map((some) => Buffer.from(some));
}

function flipped(bytes: Bytes, at: number): Bytes {
  const copy = Buffer.from(bytes);
  const index = at % copy.length;
  copy[index] = (copy[index] ?? 0) ^ 1;
  return copy;
}

/** Digests and what is none. Capitals name the same bytes, and are no name of ours. */
const otherName = fc.oneof(
  fc.constantFrom('f'.repeat(64), 'F'.repeat(64), '0'.repeat(63), '0'.repeat(65), `${'0'.repeat(64)}.mp4`),
  fc.constantFrom('..', '../../../server.db', '%2e%2e%2f', '__proto__', ' '),
  oddText,
);

const upload = fc.record({
  which: fc.nat({ max: pool.length - 1 }),
  change,
  name: fc.oneof(
    { arbitrary: fc.constantFrom('announced', 'announced', 'announced', 'own', 'capitals'), weight: 4 },
    { arbitrary: otherName.map((text) => ({ text })), weight: 1 },
  ),
  signs: fc.constantFrom('what it names', 'what it names', 'what it names', 'its bytes', 'nothing'),
  type: fc.constantFrom('video/mp4', 'video/mp4', 'video/mp4', 'video/mp4; a=b', 'application/json', ''),
  query: fc.constantFrom('', '', '', '?', '?a=1', '?sha256=0'),
  pieceBytes: fc.constantFrom(1, 7, 64, 100_000),
});
type Upload = typeof upload extends fc.Arbitrary<infer T> ? T : never;

async function put({ name, signs, type, query, pieceBytes, which, change }: Upload) {
  const { kiosk, server } = fuzzed;
  const bytes = change(pool[which] as Bytes);
  const announced = sha256(pool[which] as Bytes);
  const names = { announced, own: sha256(bytes), capitals: announced.toUpperCase() };
  const sha = typeof name === 'string' ? names[name as keyof typeof names] : name.text.toWellFormed();
  const path = `/api/v1/devices/${kiosk.device}/segments/${encodeURIComponent(sha)}`;
  const digest = { 'what it names': sha, 'its bytes': sha256(bytes), nothing: '' }[signs] ?? '';
  const authorization = signs === 'nothing' ? '' : await kiosk.authorize('PUT', path, digest);
  const headers = { authorization, ...(type && { 'content-type': type }) };
  return server.inject({ method: 'PUT', url: path + query, headers, payload: piecesOf(bytes, pieceBytes) });
}

/** As a socket would give them, an empty one among them. */
function piecesOf(bytes: Bytes, pieceBytes: number): Readable {
  const pieces = [Buffer.alloc(0)];
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  return Readable.from(pieces, { objectMode: false });
}

test('bytes of announced segments: only the right ones are stored, and a refusal leaves no file', async () => {
  const codes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(upload, async (given) => {
      const announced = sha256(pool[given.which] as Bytes);
      const wasHere = fuzzed.hasVideo(announced);
      const answer = await put(given);
      const status = fuzzed.judgeUpload(answer);
      const isNew = !wasHere && fuzzed.hasVideo(announced);
      const rows: Rows = isNew ? { segment_files: 1, segment_receipts: 1 } : {};
      expectRows(fuzzed.added(), rows, 'a file comes with its receipt');
      if (status >= 400 && isNew) throw new Error('a refusal left a file');
      const code = status < 400 ? 'received' : (answer.json().code as string);
      codes.set(code, (codes.get(code) ?? 0) + 1);
      fuzzed.server.clock.advance(1);
    }),
    { seed, numRuns: runs },
  );
  console.log(Object.fromEntries(codes));
  const reached = ['received', 'digest_mismatch', 'truncated_upload', 'conflict', 'bad_signature'];
  expect([...codes.keys()]).toEqual(expect.arrayContaining(reached));
}, 600_000);

test('afterwards every file is what its name says, and the others are taken in as ever', async () => {
  const { kiosk, server } = fuzzed;
  await fuzzed.stillServes();
  for (const file of fuzzed.videoFiles())
    expect(`${sha256(readFileSync(file))}.mp4`, 'a file under its digest').toBe(basename(file));
  for (const bytes of [...pool, kept]) expect((await kiosk.upload(bytes)).statusCode).toBe(200);
  expect(fuzzed.videoFiles()).toHaveLength(pool.length + 1);
  expect(await server.context.segmentStore.digestOf(sha256(kept))).toBe(sha256(kept));
});
