import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type ClockReading, ShiftedClock } from './shifted-clock.ts';

const reader = fileURLToPath(new URL('clock-reader.ts', import.meta.url));
const day = 86_400_000;
/** Between two readings a busy machine may pause. */
const slackMs = 5_000;

/** Reads a running program's clocks, shifts them by a year back, and reads them again: how far each has moved. */
async function movedByYearBack(monotonic: boolean): Promise<ClockReading> {
  const clock = new ShiftedClock({ monotonic });
  const child = clock.spawn(process.execPath, ['--import', 'tsx', reader], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const ask = async () => {
    const answer = once(lines, 'line');
    child.stdin?.write('\n');
    return JSON.parse(String((await answer)[0])) as ClockReading;
  };
  const before = await ask();
  expect(Math.abs(before.wallMs - Date.now())).toBeLessThan(slackMs);
  clock.shift(-365 * day);
  const after = await ask();
  const closed = once(child, 'close');
  child.stdin?.end();
  await closed;
  clock.remove();
  return {
    wallMs: after.wallMs - before.wallMs,
    hrtimeMs: after.hrtimeMs - before.hrtimeMs,
    uptimeMs: after.uptimeMs - before.uptimeMs,
  };
}

test('a set wall clock moves Date.now alone, while the program runs', async () => {
  const moved = await movedByYearBack(false);
  expect(Math.abs(moved.wallMs + 365 * day)).toBeLessThan(slackMs);
  expect(Math.abs(moved.hrtimeMs)).toBeLessThan(slackMs);
  expect(Math.abs(moved.uptimeMs)).toBeLessThan(slackMs);
});

test('who shifts a program’s clocks moves hrtime with Date.now, and not /proc/uptime', async () => {
  const moved = await movedByYearBack(true);
  expect(Math.abs(moved.wallMs + 365 * day)).toBeLessThan(slackMs);
  expect(Math.abs(moved.hrtimeMs + 365 * day)).toBeLessThan(slackMs);
  expect(Math.abs(moved.uptimeMs)).toBeLessThan(slackMs);
});
