import { expect, test } from 'vitest';
import { RateLimit } from '../../../sync/transport/rate-limit.ts';

/** Time that passes only while somebody sleeps, each sleep `lateMs` too long. */
function slowTimers(lateMs = 0) {
  const timing = {
    ms: 0,
    nowMs: () => timing.ms,
    sleep: async (ms: number) => {
      timing.ms += ms + lateMs;
    },
  };
  return timing;
}

async function send(limit: RateLimit, body: Uint8Array): Promise<number> {
  let sentBytes = 0;
  for await (const piece of limit.pace([body])) sentBytes += piece.length;
  return sentBytes;
}

test.each([0, 7])('timers that fire %i ms late add nothing up', async (lateMs) => {
  const timing = slowTimers(lateMs);
  const limit = new RateLimit(8_000, timing);
  expect(await send(limit, new Uint8Array(5_000_000))).toBe(5_000_000);
  // 8,000 kbit/s are 1,000 bytes a ms.
  expect(timing.ms).toBeGreaterThan(4_950);
  expect(timing.ms).toBeLessThan(5_050);
});

test('after a long silence only a tenth of a second is made up for', async () => {
  const timing = slowTimers();
  const limit = new RateLimit(8_000, timing);
  timing.ms += 3_600_000;
  const from = timing.ms;
  await send(limit, new Uint8Array(1_000_000));
  expect(timing.ms - from).toBeGreaterThan(850);
});

test('two bodies at one time share one budget', async () => {
  const timing = slowTimers();
  const limit = new RateLimit(8_000, timing);
  const waited: number[] = [];
  timing.sleep = async (ms) => void waited.push(ms);
  await Promise.all([limit.take(1_000_000), limit.take(1_000_000), limit.take(1)]);
  expect(waited).toEqual([1_000, 2_000]);
});

test('pieces are short in time at any rate', () => {
  for (const kbps of [64, 2_000, 8_000, 100_000]) {
    const { pieceBytes } = new RateLimit(kbps);
    expect(pieceBytes).toBeGreaterThanOrEqual(1_024);
    expect(pieceBytes).toBeLessThanOrEqual(64 * 1024);
  }
});
