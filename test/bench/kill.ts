import { killForgetfulKiosk } from '../fault/kill/forgetful-kiosk.ts';
import { killAppender } from '../fault/kill/kill-appender.ts';
import { killPrograms } from '../fault/kill/kill-programs.ts';
import { seedOf } from '../fault/seeded.ts';
import type { Bench } from './bench.ts';

/**
 * Kills a process that only appends and syncs 1,000 times (`--long`: 10,000), then the real kiosk and the real server
 * 100 times (`--long`: 1,000). Each has its control, which must lose what it promised, or the killer proves nothing:
 * a process that promises before it commits, and a kiosk whose disk forgets. `--seed N`.
 */
export const bench: Bench = async (options) => {
  const seed = seedOf('kill', options);
  const kills = options.includes('--long') ? 10_000 : 1_000;
  const appender = await killAppender(kills, seed);
  const control = await killAppender(20, seed, 'too-early');
  const startedAt = performance.now();
  const programs = await killPrograms(kills / 10, seed);
  const programsTookS = Math.round((performance.now() - startedAt) / 1_000);
  const forgetful = await killForgetfulKiosk(seed);
  const { inStart, inAppend, unsent, unverified } = programs.places;
  const zero = {
    lost: appender.lost + programs.faults.lost,
    doubled: appender.doubled + programs.faults.doubled,
    chainBroken: appender.chainBroken + programs.faults.chainBroken,
    corrupt: appender.corrupt + programs.faults.corrupt,
    rowsAstray: appender.rowsAstray,
    programsLeftOver: programs.leftOver,
    programsFindings: programs.findings,
    placesWithoutKill: [inStart, inAppend, unsent, unverified].filter((fell) => fell === 0).length,
    controlLostNothing: Number(control.lost === 0),
    forgetfulLostNothing: Number(forgetful.lost === 0),
  };
  return {
    figures: {
      ...{ appenderKills: kills, programKills: kills / 10 },
      ...zero,
      appenderPromised: appender.promised,
      programsConfirmed: programs.confirmed,
      programsRecords: programs.records,
      programsTookS,
      ...{ killsInStart: inStart, killsInAppend: inAppend },
      ...{ killsWithUnsent: unsent, killsWithUnverified: unverified },
      ...{ controlLost: control.lost, forgetfulLost: forgetful.lost },
    },
    targets: Object.fromEntries(Object.keys(zero).map((figure) => [figure, 0])),
  };
};
