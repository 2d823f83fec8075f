import { describe, expect, test } from 'vitest';
import { PushQueue } from '../../../kiosk/live/push-queue.ts';
import { madeUpFragment } from '../../helpers/live-film.ts';

const add = (queue: PushQueue, from: number, count: number, change = {}) => {
  for (let i = from; i < from + count; i += 1) {
    queue.add(madeUpFragment(i * 500, { independent: i % 2 === 0, ...change }));
  }
};
const starts = (queue: PushQueue) => queue.take()?.fragments.map(({ startAt }) => startAt);

test('begins with a keyframe, and gives out what waits in order', () => {
  const queue = new PushQueue();
  add(queue, 1, 3);
  expect(starts(queue)).toEqual([1_000, 1_500]);
  expect(queue.take()).toBeUndefined();
});

test('fragments of two runs do not go together', () => {
  const queue = new PushQueue();
  add(queue, 0, 2);
  add(queue, 2, 1, { run: 'r2', init: Buffer.from('init of r2') });
  expect(queue.take()).toMatchObject({ run: 'r1', fragments: [{ startAt: 0 }, { startAt: 500 }] });
  expect(queue.take()).toMatchObject({ run: 'r2', init: Buffer.from('init of r2') });
});

describe('on a link that is too slow', () => {
  test('what is older than four seconds is skipped, up to the newest keyframe', () => {
    const queue = new PushQueue();
    add(queue, 0, 9);
    expect(starts(queue)).toEqual([4_000]);
  });

  test('what did not arrive goes again, unless newer things have made it old', () => {
    const queue = new PushQueue();
    add(queue, 0, 2);
    const sent = queue.take();
    add(queue, 2, 1);
    if (sent) queue.putBack(sent);
    expect(starts(queue)).toEqual([0, 500, 1_000]);
    if (sent) queue.putBack(sent);
    add(queue, 20, 2);
    expect(starts(queue)).toEqual([10_000, 10_500]);
  });

  test('large pictures are skipped, too, and without a keyframe all of them', () => {
    const queue = new PushQueue();
    const bytes = Buffer.alloc(2 * 1024 * 1024);
    add(queue, 0, 2, { bytes });
    expect(queue.take()).toBeUndefined();
    add(queue, 3, 1);
    expect(queue.isEmpty).toBe(true);
    add(queue, 4, 1);
    expect(starts(queue)).toEqual([2_000]);
  });
});

test('sound that comes without a picture goes with the next one', () => {
  const queue = new PushQueue();
  queue.add(madeUpFragment(0, { endAt: 0, bytes: Buffer.from('sound ') }));
  expect(queue.isEmpty).toBe(true);
  queue.add(madeUpFragment(0, { independent: true, bytes: Buffer.from('picture') }));
  queue.add(madeUpFragment(500, { bytes: Buffer.from('next') }));
  expect(queue.take()?.fragments.map(({ bytes }) => bytes.toString())).toEqual(['sound picture', 'next']);
});
