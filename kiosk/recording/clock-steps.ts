import type { Clock } from '../../sync/base/clock.ts';

/** The clock was set when it moved by more than this against the steady one; the camera's driver holds it so too. */
const leastStepMs = 1_000;

export type ClockStep =
  | { readonly kind: 'forward' | 'back'; readonly from: number; readonly to: number }
  /** The machine slept: clock and uptime went on, and no program did. */
  | { readonly kind: 'slept'; readonly from: number; readonly to: number };

/** Watches whether the wall clock runs with the steady one. */
export class ClockSteps {
  readonly #clock: Clock;
  #wallMinusMono: number;
  #uptimeMinusMono: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#wallMinusMono = clock.now() - clock.mono();
    this.#uptimeMinusMono = clock.uptime() - clock.mono();
  }

  /** What happened to the clock since the last call: from what it would show now, to what it shows. */
  next(): ClockStep | undefined {
    const { now, slippedMs, sleptMs } = this.#look();
    if (Math.abs(slippedMs) <= leastStepMs) return undefined;
    const span = { from: now - slippedMs, to: now };
    if (Math.abs(slippedMs - sleptMs) <= leastStepMs) return { kind: 'slept', ...span };
    return { kind: slippedMs > 0 ? 'forward' : 'back', ...span };
  }

  #look() {
    const [now, mono, uptime] = [this.#clock.now(), this.#clock.mono(), this.#clock.uptime()];
    const slippedMs = now - mono - this.#wallMinusMono;
    const sleptMs = uptime - mono - this.#uptimeMinusMono;
    this.#wallMinusMono = now - mono;
    this.#uptimeMinusMono = uptime - mono;
    return { now, slippedMs, sleptMs };
  }
}
