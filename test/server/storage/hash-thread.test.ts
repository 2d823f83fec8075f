import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { HashThread } from '../../../server/storage/hash-thread.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';

const thread = new HashThread();
afterEach(() => thread.close());

test('streams at one time, and one of nothing, have each its own digest', async () => {
  const pieces = [1, 2, 3].map(() => [randomBytes(100_000), randomBytes(30_000)] as const);
  const expected = [0, 1].map((n) => sha256(Buffer.concat(pieces.map((both) => both[n] as Buffer))));
  const [first, second, empty] = [thread.newHash(), thread.newHash(), thread.newHash()];
  for (const [forFirst, forSecond] of pieces) {
    await Promise.all([first.update([forFirst]), second.update([forSecond])]);
  }
  const ended = [first.end(), second.end(), empty.end()];
  expect(await Promise.all(ended)).toEqual([...expected, sha256('')]);
});

test('memory that is its own is given away; a slice of more is copied, and what it is cut from stays', async () => {
  const own = Buffer.alloc(100_000, 'own');
  const more = Buffer.alloc(100_000, 'more');
  const expected = sha256(Buffer.concat([own, more.subarray(0, 50_000)]));
  const stream = thread.newHash();
  await stream.update([own, more.subarray(0, 50_000)]);
  expect(await stream.end()).toBe(expected);
  expect([own.length, more.length]).toEqual([0, 100_000]);
});

test('a thread that ends fails what it was hashing, and the next stream has another', async () => {
  const stream = thread.newHash();
  await stream.update([Buffer.from('first')]);
  const pending = stream.update([randomBytes(1_000_000)]);
  pending.catch(() => undefined);
  await thread.close();
  await expect(stream.update([Buffer.from('more')])).rejects.toThrow('ended');
  await expect(stream.end()).rejects.toThrow('ended');
  const next = thread.newHash();
  await next.update([Buffer.from('next')]);
  expect(await next.end()).toBe(sha256(Buffer.from('next')));
});
