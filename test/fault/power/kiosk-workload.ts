import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../../kiosk/open-store.ts';
import { systemClock } from '../../../sync/base/clock.ts';
import { ackLine, appendCheckIn } from '../check-ins.ts';

/**
 * Run under the shim: a kiosk's store that is opened, written and closed `lives` times. After each append that
 * returned, a line in `acks` says so: in the trace, that is the moment from which the record must not be lost.
 * The whole switch to NORMAL is the control: it is what better-sqlite3 gives to whoever forgets.
 */
async function main([folder = '', lives = '', appends = '', synchronous = '']: string[]): Promise<void> {
  const acks = openSync(join(folder, 'acks'), 'a');
  for (let life = 0; life < Number(lives); life += 1) {
    const { db, log, close } = await openStore(join(folder, 'data'), systemClock());
    db.pragma(`synchronous = ${synchronous}`);
    for (let i = 0; i < Number(appends); i += 1) {
      writeSync(acks, ackLine(appendCheckIn(log, `chk_${life}_${i}`)));
    }
    // The last life ends as the power cut ends it: its write-ahead log stays.
    if (life + 1 < Number(lives)) await close();
  }
}

await main(process.argv.slice(2));
process.exit(0);
