import { cutKioskStore } from '../fault/power/kiosk-cuts.ts';
import { cutServerStore } from '../fault/power/server-cuts.ts';
import { seedOf } from '../fault/seeded.ts';
import type { Bench } from './bench.ts';

/**
 * Cuts the power of a kiosk's store and of a server's 200 times each (`--long`: 1,000); then of the same programs
 * without their syncs, which must lose something, or the cutter proves nothing. `--seed N`; `--kiosk-trace`,
 * `--server-trace FILE`: a trace that an earlier run kept.
 */
export const bench: Bench = async (options) => {
  const seed = seedOf('power', options);
  const cuts = options.includes('--long') ? 1_000 : 200;
  const { promised, ...kioskFaults } = await cutKioskStore('FULL', cuts, {
    seed,
    trace: optionOf(options, '--kiosk-trace'),
  });
  const kioskControl = await cutKioskStore('NORMAL', cuts, { seed });
  const { receipts, ...serverFaults } = await cutServerStore('careful', cuts, {
    seed,
    trace: optionOf(options, '--server-trace'),
  });
  const serverControl = await cutServerStore('careless', 20, { seed });
  const zero = {
    ...figuresOf('kiosk', kioskFaults),
    ...figuresOf('server', serverFaults),
    controlsLostNothing: Number(kioskControl.lost === 0) + Number(serverControl.lost === 0),
  };
  return {
    figures: {
      cuts,
      ...zero,
      kioskPromised: promised,
      kioskControlLost: kioskControl.lost,
      serverReceipts: receipts,
      serverControlLost: serverControl.lost,
    },
    targets: Object.fromEntries(Object.keys(zero).map((figure) => [figure, 0])),
  };
};

function figuresOf(program: string, counts: object): Record<string, number> {
  const named = Object.entries(counts).map(([what, count]) => [
    program + what.slice(0, 1).toUpperCase() + what.slice(1),
    Number(count),
  ]);
  return Object.fromEntries(named) as Record<string, number>;
}

function optionOf(options: readonly string[], name: string): string | undefined {
  return options.includes(name) ? options[options.indexOf(name) + 1] : undefined;
}
