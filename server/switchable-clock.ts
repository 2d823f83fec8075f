import type { Clock } from '../sync/base/clock.ts';

/** The demo's clock: the machine's own, except while the kiosk plays past days. */
export class SwitchableClock implements Clock {
  readonly #system: Clock;
  #at: number | null = null;

  constructor(system: Clock) {
    this.#system = system;
  }

  get boot(): string {
    return this.#system.boot;
  }

  now(): number {
    return this.#at ?? this.#system.now();
  }

  mono(): number {
    return this.#system.mono();
  }

  uptime(): number {
    return this.#system.uptime();
  }

  /** Stands still at `at`; null gives the system's time again. */
  set(at: number | null): void {
    this.#at = at;
  }
}
