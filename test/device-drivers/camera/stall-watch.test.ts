import { expect, it } from 'vitest';
import { StallWatch } from '../../../device-drivers/camera/stall-watch.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';

const limits = { limitMs: { pictures: 2_500, 'video bytes': 2_500 }, startMs: 15_000, checkMs: 250 } as const;

/** Checks every 250 ms for so long, and returns what stalled first and when. */
function run(clock: SimulatedClock, watch: StallWatch, forMs: number, each: () => void = () => undefined) {
  const startAt = clock.mono();
  while (clock.mono() - startAt < forMs) {
    clock.advance(limits.checkMs);
    each();
    const stalled = watch.stalled();
    if (stalled) return { stalled, afterMs: clock.mono() - startAt };
  }
  return undefined;
}

it('grants a source time to begin, then wants both outputs to go on', () => {
  const clock = new SimulatedClock(0);
  const watch = new StallWatch(clock, limits);
  expect(run(clock, watch, 10_000)).toBeUndefined();
  expect(watch.allSeen).toBe(false);
  const both = () => {
    watch.seen('pictures');
    watch.seen('video bytes');
  };
  expect(run(clock, watch, 10_000, both)).toBeUndefined();
  expect(watch.allSeen).toBe(true);
  const end = run(clock, watch, 10_000, () => watch.seen('pictures'));
  expect(end).toEqual({ stalled: 'no video bytes for 2.5 s', afterMs: 2_500 });
});

it('gives up on a source that never begins', () => {
  const clock = new SimulatedClock(0);
  expect(run(clock, new StallWatch(clock, limits), 20_000)?.afterMs).toBe(15_000);
});

it('does not count the time in which this process itself was held up', () => {
  const clock = new SimulatedClock(0);
  const watch = new StallWatch(clock, { ...limits, limitMs: { pictures: 2_500 } });
  watch.seen('pictures');
  clock.advance(60_000);
  expect(watch.stalled()).toBeUndefined();
  expect(run(clock, watch, 10_000)?.afterMs).toBeGreaterThan(2_000);
});
