import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../../kiosk/open-store.ts';
import { messageOf } from '../../../sync/base/errors.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import { readAcks } from '../check-ins.ts';
import { addFaults, KioskLogCheck, noFaults, type StoreFaults } from '../kiosk-log.ts';
import { type CutOptions, runAndCut } from './run-and-cut.ts';

const workload = fileURLToPath(new URL('kiosk-workload.ts', import.meta.url));

export interface CutsResult extends StoreFaults {
  /** Cuts after which the kiosk could not start again. */
  readonly deadStarts: number;
  /** Records that were promised before a cut, over all cuts. */
  readonly promised: number;
  /** Cuts that lost something. */
  readonly losingCuts: number;
}

/** A kiosk's store writes with `synchronous`; the power is cut `count` times, and each time it is started again. */
export async function cutKioskStore(
  synchronous: 'FULL' | 'NORMAL',
  count: number,
  { appends = 200, ...options }: CutOptions & { readonly appends?: number },
): Promise<CutsResult> {
  let result: CutsResult = { ...noFaults, deadStarts: 0, promised: 0, losingCuts: 0 };
  const program = { file: workload, args: ['3', String(appends), synchronous] };
  await runAndCut(
    program,
    { ...options, count, isControl: synchronous === 'NORMAL' },
    async (folder, acks) => {
      const promised = readAcks(acks);
      const faults = await startAgain(join(folder, 'data'), promised).catch((error: unknown) => {
        console.log(`the kiosk does not start: ${messageOf(error)}`);
        return undefined;
      });
      result = {
        ...addFaults(result, faults ?? { ...noFaults, lost: promised.length }),
        deadStarts: result.deadStarts + (faults ? 0 : 1),
        promised: result.promised + promised.length,
        losingCuts: result.losingCuts + (faults?.lost === 0 ? 0 : 1),
      };
      return faults !== undefined && Object.values(faults).every((found) => found === 0);
    },
  );
  return result;
}

/** Starts the kiosk's store on what the cut left, which appends a boot record, and reads the whole of it. */
async function startAgain(dataDir: string, promised: ReturnType<typeof readAcks>): Promise<StoreFaults> {
  const { db, log, close } = await openStore(dataDir, new SimulatedClock(1_800_000_000_000));
  try {
    return new KioskLogCheck(log.identity).check(db, promised, true);
  } finally {
    await close();
  }
}
