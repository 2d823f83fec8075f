import { expect, test } from 'vitest';
import { Backoff } from '../../../sync/transport/backoff.ts';

test('waits double up to the longest, and begin anew after a success', () => {
  const backoff = new Backoff(1_000, 5_000);
  const next = () => backoff.next(() => 0);
  expect([next(), next(), next(), next()]).toEqual([1_000, 2_000, 4_000, 5_000]);
  backoff.reset();
  expect(next()).toBe(1_000);
});

test('chance adds at most a fifth', () => {
  expect(new Backoff(1_000, 5_000).next(() => 0.999)).toBeLessThanOrEqual(1_200);
});
