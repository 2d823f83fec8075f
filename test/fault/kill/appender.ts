import { writeSync } from 'node:fs';
import { openStore } from '../../../kiosk/open-store.ts';
import { systemClock } from '../../../sync/base/clock.ts';
import { type Ack, ackLine, appendCheckIn } from '../check-ins.ts';

/** The control's disk is slow: nearly every moment lies between its promise and its commit. */
const controlWaitMs = 10;

/**
 * A program that only appends and syncs, until it is killed; each record that is safe it promises on stdout. Told
 * `too-early` it promises inside the transaction, before the commit: the control, which a killer must catch.
 */
async function main([dataDir = '', life = '', when = '']: string[]): Promise<void> {
  const { log } = await openStore(dataDir, systemClock());
  const promise = (ack: Ack) => void writeSync(1, ackLine(ack));
  for (let i = 0; ; i += 1) {
    const id = `chk_${life}_${i}`;
    if (when === 'too-early')
      appendCheckIn(log, id, (ack) => {
        promise(ack);
        dawdle();
      });
    else promise(appendCheckIn(log, id));
  }
}

function dawdle(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, controlWaitMs);
}

await main(process.argv.slice(2));
