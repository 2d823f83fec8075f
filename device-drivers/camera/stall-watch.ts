import type { Clock } from '../../sync/base/clock.ts';

export type Output = 'pictures' | 'video bytes' | 'live video';

export interface StallLimits {
  /** How long each switched-on output may give nothing. */
  readonly limitMs: Readonly<Partial<Record<Output, number>>>;
  /** How long the first sign of each may take: connecting, and waiting for a keyframe. */
  readonly startMs: number;
  /** How often `stalled` is called. */
  readonly checkMs: number;
}

/**
 * Watches what comes out of ffmpeg; its exit status cannot tell a dead camera. When this process itself was
 * held up, outputs are waiting unread, so that time is not counted against them.
 */
export class StallWatch {
  readonly #clock: Clock;
  readonly #limits: StallLimits;
  readonly #lastAt = new Map<Output, number>();
  readonly #seen = new Set<Output>();
  #checkedAt: number;

  constructor(clock: Clock, limits: StallLimits) {
    this.#clock = clock;
    this.#limits = limits;
    this.#checkedAt = clock.mono();
    for (const output of Object.keys(limits.limitMs)) this.#lastAt.set(output as Output, this.#checkedAt);
  }

  seen(output: Output): void {
    this.#seen.add(output);
    this.#lastAt.set(output, this.#clock.mono());
  }

  /** Every output that is switched on has given something. */
  get allSeen(): boolean {
    return this.#seen.size === this.#lastAt.size;
  }

  /** How long ago the last sign of anything was. */
  get silentMs(): number {
    return this.#clock.mono() - Math.max(...this.#lastAt.values());
  }

  /** To be called every `checkMs`. What has stalled, as a sentence; undefined while all is well. */
  stalled(): string | undefined {
    const now = this.#clock.mono();
    const heldUpMs = now - this.#checkedAt - this.#limits.checkMs;
    this.#checkedAt = now;
    for (const [output, lastAt] of this.#lastAt) {
      const at = heldUpMs > this.#limits.checkMs ? Math.min(now, lastAt + heldUpMs) : lastAt;
      this.#lastAt.set(output, at);
      const limitMs = this.#seen.has(output) ? this.#limits.limitMs[output] : this.#limits.startMs;
      if (limitMs !== undefined && now - at >= limitMs) return `no ${output} for ${(now - at) / 1000} s`;
    }
    return undefined;
  }
}
