import type { Clock } from '../../sync/base/clock.ts';
import { AppError } from '../../sync/base/errors.ts';

const freeTries = 5;
const firstWaitMs = 5_000;
const longestWaitMs = 15 * 60_000;
const namesKept = 10_000;

interface Tries {
  readonly failures: number;
  readonly waitUntil: number;
}

/**
 * Slows guessing: after five wrong tries in a row each further one waits, twice as long every time, up to 15
 * minutes. A try counts as wrong from its beginning, so that many at once gain nothing.
 */
export class TryThrottle {
  readonly #clock: Clock;
  readonly #tries = new Map<string, Tries>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Throws `too_many_tries`, with the seconds left, while `name` has to wait. Gives how long it will have to, ms, when
   * this try is wrong.
   */
  begin(name: string): number {
    const mono = this.#clock.mono();
    const { failures, waitUntil } = this.#tries.get(name) ?? { failures: 0, waitUntil: 0 };
    if (mono < waitUntil) throw tooMany(Math.ceil((waitUntil - mono) / 1_000));
    const over = failures + 1 - freeTries;
    const waitMs = over < 0 ? 0 : Math.min(firstWaitMs * 2 ** over, longestWaitMs);
    this.#remember(name, { failures: failures + 1, waitUntil: mono + waitMs });
    return waitMs;
  }

  /** The newest try was neither right nor wrong: as if it had not been. */
  pardon(name: string): void {
    const { failures } = this.#tries.get(name) ?? { failures: 0 };
    if (failures > 0) this.#remember(name, { failures: failures - 1, waitUntil: this.#clock.mono() });
  }

  succeed(name: string): void {
    this.#tries.delete(name);
  }

  #remember(name: string, tries: Tries): void {
    this.#tries.delete(name);
    this.#tries.set(name, tries);
    const oldest = this.#tries.keys().next().value;
    if (this.#tries.size > namesKept && oldest !== undefined) this.#tries.delete(oldest);
  }
}

function tooMany(seconds: number): AppError {
  return new AppError('too_many_tries', `Too many wrong tries: wait ${seconds} seconds, then try again.`, {
    zh: `错误次数过多，请等待 ${seconds} 秒后重试。`,
    retryable: true,
  });
}
