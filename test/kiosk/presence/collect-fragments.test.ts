import { expect, test } from 'vitest';
import type { LiveFragment } from '../../../device-drivers/camera/camera.ts';
import { collectFragments } from '../../../kiosk/presence/collect-fragments.ts';

function camera() {
  let listener: ((fragment: LiveFragment) => void) | undefined;
  return {
    watch: (given: (fragment: LiveFragment) => void) => {
      listener = given;
      return () => {
        listener = undefined;
      };
    },
    give: (startAt: number, change: Partial<LiveFragment> = {}) => {
      const [init, bytes] = [Buffer.from('i'), Buffer.from(String(startAt))];
      listener?.({ run: 'a', init, bytes, startAt, endAt: startAt + 500, independent: false, ...change });
    },
    watched: () => listener !== undefined,
  };
}

const wanted = (change = {}) => ({
  notBefore: 1_000,
  lengthMs: 900,
  timeoutMs: 60_000,
  signal: new AbortController().signal,
  ...change,
});

test('begins with a keyframe that was filmed after the moment, and is as long as asked', async () => {
  const { watch, give, watched } = camera();
  const stretch = collectFragments(watch, wanted());
  give(500, { independent: true });
  give(1_000);
  give(1_500, { independent: true });
  give(2_000);
  expect(await stretch).toEqual({ mp4: Buffer.from('i15002000'), startAt: 1_500 });
  expect(watched()).toBe(false);
});

test('a camera that was reopened begins anew: its fragments do not follow the others', async () => {
  const { watch, give } = camera();
  const stretch = collectFragments(watch, wanted());
  give(1_000, { independent: true });
  give(9_000, { run: 'b' });
  give(9_500, { run: 'b', independent: true });
  give(10_000, { run: 'b' });
  expect((await stretch)?.startAt).toBe(9_500);
});

test('is given up when nothing comes, and when it is told to', async () => {
  const silent = camera();
  expect(await collectFragments(silent.watch, wanted({ timeoutMs: 5 }))).toBeUndefined();
  expect(silent.watched()).toBe(false);
  const ending = new AbortController();
  const stretch = collectFragments(silent.watch, wanted({ signal: ending.signal }));
  ending.abort();
  expect(await stretch).toBeUndefined();
  expect(silent.watched()).toBe(false);
});
