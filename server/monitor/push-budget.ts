import type { Clock } from '../../sync/base/clock.ts';

/** Five times what a classroom camera gives; a kiosk that was cut off may send its last seconds at once. */
const bytesPerMs = 20_000 / 8;
const burstBytes = 6 * 1024 * 1024;

/** How much live video one feed may bring: 20 Mbit/s, and 6 MiB at once. */
export class PushBudget {
  readonly #clock: Clock;
  #leftBytes = burstBytes;
  #at: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#at = clock.mono();
  }

  /** False when that is more than there is; then nothing is taken. */
  take(sizeBytes: number): boolean {
    const now = this.#clock.mono();
    this.#leftBytes = Math.min(burstBytes, this.#leftBytes + (now - this.#at) * bytesPerMs);
    this.#at = now;
    if (sizeBytes > this.#leftBytes) return false;
    this.#leftBytes -= sizeBytes;
    return true;
  }
}
