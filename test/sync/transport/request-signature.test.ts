import { expect, test } from 'vitest';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import type { VerifyKey } from '../../../sync/evidence/chain.ts';
import { memoryKey, type Signer } from '../../../sync/evidence/keys.ts';
import {
  emptyBodyDigest,
  judgeRequest,
  readRequestSignature,
  signRequest,
} from '../../../sync/transport/request-signature.ts';

const key = memoryKey('ES256');
const hour = 3_600_000;
const read = { method: 'GET', path: '/api/v1/devices/dev_1/plans', bodyDigest: emptyBodyDigest };
const write = { method: 'POST', path: '/api/v1/devices/dev_1/records', bodyDigest: 'a'.repeat(64) };

/** Signed now, judged `laterMs` later. */
async function judge(parts: typeof read, laterMs = 0, judged = parts, by = key) {
  const clock = new SimulatedClock(100 * hour);
  const claimed = readRequestSignature(await signRequest(parts, 'dev_1', key, clock));
  clock.jumpWall(laterMs);
  return claimed && judgeRequest(claimed, judged, by as Signer & VerifyKey, clock);
}

test('a device’s own request is genuine', async () => {
  expect(await judge(read)).toBe('genuine');
  expect(await judge(write)).toBe('genuine');
});

test.each([
  ['another method', { ...write, method: 'PUT' }],
  ['another path', { ...write, path: '/api/v1/devices/dev_2/records' }],
  ['another body', { ...write, bodyDigest: 'b'.repeat(64) }],
])('the same signature over %s is forged', async (_, judged) => {
  expect(await judge(write, 0, judged)).toBe('forged');
});

test('another device’s key is forged', async () => {
  expect(await judge(write, 0, write, memoryKey('ES256'))).toBe('forged');
});

test('reading must be of about now; writing may be of any time, for a wrong clock must not stop evidence', async () => {
  expect(await judge(read, 24 * hour)).toBe('genuine');
  expect(await judge(read, 24 * hour + 1)).toBe('stale');
  expect(await judge(read, -25 * hour)).toBe('stale');
  expect(await judge(write, 1_000 * hour)).toBe('genuine');
});

test.each([undefined, '', 'Bearer x', 'Keqin device="a b",at="1",sig="x"'])(
  '%s is no signature of ours',
  (header) => {
    expect(readRequestSignature(header)).toBeUndefined();
  },
);
