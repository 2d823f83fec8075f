import type { Clock } from '../../sync/base/clock.ts';
import type { RecordBody } from '../../sync/contract/records.ts';
import type { Db } from '../store/database.ts';
import type { Trouble } from './split-by-cause.ts';

/** From the machine's start to this program's: longer, and somebody or something kept the program from running. */
const bootTakesMs = 120_000;

/**
 * Why there was no video before this start: the machine was off, or it ran and this program did not. That it lived
 * its last record shows; that the machine ran on, the name of its boot.
 */
export function absenceBefore(db: Db, clock: Clock): Trouble[] {
  const last = lastRecordBefore(db);
  const startedAt = clock.now();
  const aliveUntil = Math.min(last?.wall ?? Number.NEGATIVE_INFINITY, startedAt);
  const upAt = last?.boot === clock.boot ? aliveUntil : machineUpAt(clock, last !== undefined);
  const off = { cause: 'machine-off', startAt: aliveUntil, endAt: upAt } as const;
  return [off, { cause: 'process-died', startAt: Math.max(aliveUntil, upAt), endAt: startedAt }];
}

/** Of a kiosk that never ran before, all of the time before is the machine's. */
function machineUpAt(clock: Clock, ranBefore: boolean): number {
  const uptimeMs = clock.uptime();
  return clock.now() - (ranBefore && uptimeMs > bootTakesMs ? uptimeMs : 0);
}

/** The last record of an earlier run: before the newest `boot`. */
function lastRecordBefore(db: Db): Pick<RecordBody, 'boot' | 'wall'> | undefined {
  const row = db
    .prepare<[], { envelope: string }>(
      `SELECT envelope FROM log WHERE seq < (SELECT seq FROM log WHERE kind = 'boot' ORDER BY seq DESC LIMIT 1)
       ORDER BY seq DESC LIMIT 1`,
    )
    .get();
  return row && (JSON.parse(row.envelope) as { body: RecordBody }).body;
}
