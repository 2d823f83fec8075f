import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ClockReading } from './shifted-clock.ts';

/** Says what its clocks say, each time it is asked: a JSON line for a line. */
createInterface({ input: process.stdin }).on('line', () => {
  const reading: ClockReading = {
    wallMs: Date.now(),
    hrtimeMs: Number(process.hrtime.bigint()) / 1e6,
    uptimeMs: Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1_000,
  };
  console.log(JSON.stringify(reading));
});
