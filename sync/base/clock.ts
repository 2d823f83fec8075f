import { readFileSync } from 'node:fs';

/**
 * Where time comes from. Parts are handed a clock; only main.ts and demo.ts make one.
 * Instants are epoch milliseconds; civil days and periods are Asia/Shanghai, said where they are used.
 */
export interface Clock {
  /** Wall clock, epoch milliseconds. May be wrong, and may jump. */
  now(): number;
  /** Milliseconds since the machine booted; never goes backwards. May stand still while the machine sleeps. */
  mono(): number;
  /**
   * Milliseconds since the machine booted, read by another way than `mono`: who shifts the clock of this program
   * shifts `mono` with it, and not this.
   */
  uptime(): number;
  /** Names this boot of the machine. `mono` values compare only within one boot. */
  readonly boot: string;
}

/** The machine's own clock. On Linux `boot` is the kernel's boot id, elsewhere one made per process. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    mono: hrtimeMs,
    uptime: () => readUptimeMs() ?? hrtimeMs(),
    boot: readBootId() ?? `process-${process.pid}-${Date.now()}`,
  };
}

function hrtimeMs(): number {
  // Shifted to before the boot it shows less than nothing, which no record can hold.
  return Math.max(0, Math.round(Number(process.hrtime.bigint()) / 1e6));
}

/** Undefined where there is no /proc. */
function readUptimeMs(): number | undefined {
  try {
    return Math.round(Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1_000);
  } catch {
    return undefined;
  }
}

function readBootId(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return undefined;
  }
}
