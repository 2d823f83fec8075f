import { expect, test } from 'vitest';
import { LiveFeeds } from '../../../server/monitor/live-feeds.ts';
import { LiveViews } from '../../../server/monitor/live-views.ts';
import type { Deed } from '../../../server/storage/journal-store.ts';
import { createLog } from '../../../sync/base/log.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';

const order = {
  user: 'reviewer',
  role: 'reviewer',
  class: 'cls_1',
  camera: 'room',
  devices: ['dev_1'],
} as const;

/** Views whose journal takes as long as it is made to. */
function slowViews(writeDown: (deed: Deed) => Promise<void>) {
  const clock = new SimulatedClock(0);
  const feeds = new LiveFeeds(clock);
  feeds.channels.open('dev_1', { write: () => undefined, end: () => undefined });
  return { feeds, views: new LiveViews(feeds, { clock, log: createLog('server', 'silent'), writeDown }) };
}

test('asked for all at once, no more than thirty-two are opened', async () => {
  const { views } = slowViews(() => new Promise((resolve) => setImmediate(resolve)));
  const asked = await Promise.allSettled(Array.from({ length: 40 }, () => views.open(order)));
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(32);
});

test('what could not be written down is not watched, and takes no place', async () => {
  const { feeds, views } = slowViews(() => Promise.reject(new Error('the disk is full')));
  for (let count = 0; count < 40; count += 1) {
    await expect(views.open(order)).rejects.toThrow('the disk is full');
  }
  expect(feeds.all()).toEqual([]);
});

test('nothing is asked of a kiosk before it is written down', async () => {
  let write: (() => void) | undefined;
  const { feeds, views } = slowViews(
    () =>
      new Promise((resolve) => {
        write = resolve;
      }),
  );
  const opened = views.open(order);
  await views.sweep();
  expect(feeds.all()).toEqual([]);
  write?.();
  await opened;
  expect(feeds.all()).toHaveLength(1);
});
