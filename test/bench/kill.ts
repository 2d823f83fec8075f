import { killAppender } from '../fault/kill/kill-appender.ts';
import { killPrograms } from '../fault/kill/kill-programs.ts';
import { seedOf } from '../fault/seeded.ts';
import type { Bench } from './bench.ts';

/**
 * Kills a process that only appends and syncs 1,000 times (`--long`: 10,000), then one that promises before it
 * commits, which must lose records, or the killer proves nothing; then the real kiosk and the real server 100 times
 * (`--long`: 1,000). `--seed N`.
 */
export const bench: Bench = async (options) => {
  const seed = seedOf('kill', options);
  const kills = options.includes('--long') ? 10_000 : 1_000;
  const appender = await killAppender(kills, seed);
  const control = await killAppender(20, seed, 'too-early');
  const programs = await killPrograms(kills / 10, seed);
  const zero = {
    lost: appender.lost + programs.lost,
    doubled: appender.doubled + programs.doubled,
    chainBroken: appender.chainBroken + programs.chainBroken,
    corrupt: appender.corrupt + programs.corrupt,
    rowsAstray: appender.rowsAstray,
    programsLeftOver: programs.leftOver,
    programsFindings: programs.findings,
    controlLostNothing: Number(control.lost === 0),
  };
  return {
    figures: {
      ...{ appenderKills: kills, programKills: kills / 10 },
      ...zero,
      appenderPromised: appender.promised,
      programsConfirmed: programs.confirmed,
      programsRecords: programs.records,
      controlLost: control.lost,
    },
    targets: Object.fromEntries(Object.keys(zero).map((figure) => [figure, 0])),
  };
};
