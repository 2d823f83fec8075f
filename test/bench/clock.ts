import { Seeded, seedOf } from '../fault/seeded.ts';
import type { Bench } from './bench.ts';
import { playClones } from './clock-clones.ts';
import { type Event, shiftRealClocks, wholeDay } from './clock-real.ts';
import { simulateClocks } from './clock-simulated.ts';
import { addVerdicts } from './clock-verdicts.ts';

interface Extent {
  readonly events: readonly Event[];
  /** Whether a program's monotonic clock goes wrong with its wall clock, for each real run. */
  readonly monotonic: readonly boolean[];
  readonly histories: number;
  readonly steps: number;
  readonly clones: number;
}

const whole: Extent = { events: wholeDay, monotonic: [false, true], histories: 20, steps: 100, clones: 40 };

/**
 * Shifts the clocks of a real kiosk process by up to a year, and plays thousands of steps of kiosks on simulated
 * clocks, which also reboot, go offline for days, and are restored from snapshots; then asks the server's store of
 * each record when it was written. The control takes a record's own wall clock for that, and must be wrong. `--seed N`.
 */
export const bench: Bench = async (options) => measureClocks(whole, seedOf('clock', options));

export async function measureClocks({ events, monotonic, histories, steps, clones }: Extent, seed: number) {
  const seeded = new Seeded(seed);
  const startAt = performance.now();
  const simulated = await simulateClocks(histories, steps, seeded);
  const played = await playClones(clones, seeded);
  const simulatedS = Math.round((performance.now() - startAt) / 1_000);
  let counts = simulated;
  let neverAnchored = 0;
  for (const one of monotonic) {
    const { neverAnchored: never, ...real } = await shiftRealClocks({ events, monotonic: one });
    console.log(JSON.stringify({ real: one ? 'wall and monotonic clock' : 'wall clock', ...real }));
    counts = addVerdicts(counts, real);
    neverAnchored += never;
  }
  const controlFoundNothing = Number(counts.outsideByWallClock === 0 || played.acceptedOfFirst === 0);
  const none = { neverJudged: 0, outsideInterval: 0, onlineWithoutInterval: 0, neverAnchored: 0 };
  const wrong = { acceptedOnShiftedClock: 0, heldForOther: 0, heldOnTrueClock: 0 };
  return {
    figures: { simulatedS, ...counts, neverAnchored, ...played, controlFoundNothing },
    targets: {
      ...none,
      ...wrong,
      ...{ clonesMissed: 0, acceptedOfClones: 0, controlFoundNothing: 0 },
      onlineWidthMaxMs: 120_000,
    },
  };
}
