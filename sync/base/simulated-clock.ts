import type { Clock } from './clock.ts';

/** A clock that stands still until it is told to move: for tests, and for playing a demo's past days. */
export class SimulatedClock implements Clock {
  boot: string;
  #now: number;
  #mono = 1_000;
  #uptime = 1_000;

  constructor(startAt: number, boot = 'simulated-boot') {
    this.#now = startAt;
    this.boot = boot;
  }

  now(): number {
    return this.#now;
  }

  mono(): number {
    return this.#mono;
  }

  uptime(): number {
    return this.#uptime;
  }

  /** Lets `ms` milliseconds pass. */
  advance(ms: number): void {
    if (ms < 0) throw new RangeError('time does not run backwards; use jumpWall for a wrong clock');
    this.#now += ms;
    this.#mono += ms;
    this.#uptime += ms;
  }

  /** Lets time pass until the instant `at`; does nothing when it has passed already. */
  advanceTo(at: number): void {
    this.advance(Math.max(0, at - this.#now));
  }

  /** Moves the wall clock alone, as someone who sets it would. */
  jumpWall(ms: number): void {
    this.#now += ms;
  }

  /** Moves wall and monotonic clock, as faketime does; the uptime stays true. */
  shiftProgram(ms: number): void {
    this.#now += ms;
    this.#mono += ms;
  }

  /** The machine was off for `offMs` and has started again. */
  reboot(boot: string, offMs: number): void {
    this.boot = boot;
    this.#now += offMs;
    this.#mono = 1_000;
    this.#uptime = 1_000;
  }
}
