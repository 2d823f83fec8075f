import { blockCount, type PictureSignature } from './signature.ts';

/** A repetition must hold for so many samples (20 s at two a second) to be believed. */
const windowSamples = 40;
/** Loops from about 4 s to about 90 s are found. */
const shortest = 8;
const longest = 180;
/** It is judged each so many samples: adding up is cheap, comparing is not. */
const judgeEvery = 4;
/** A block in which something moves differs by so much from itself at other times, on average, levels. */
const movingLevels = 1.5;
/** With fewer moving blocks nothing can be said: a still room looks the same at all times. */
const fewestMoving = 6;
/** At the right lag a moving block differs by no more than this share of what it does at others. */
const matchShare = 0.25;
/** So many of the moving blocks must match: one person who really moves in the picture is enough to say no. */
const matchingBlocks = 0.9;

/**
 * Notices that the same stretch is played again, as it was or re-encoded: every block in which anything moves then
 * looks as it did one loop ago, and unlike what it looks at other distances. Samples come about two a second.
 */
export class LoopWatch {
  #samples: PictureSignature[] = [];
  /** For each lag, for each block: the sum of differences over the window. */
  readonly #sums = Array.from({ length: longest + 1 }, () => new Float64Array(blockCount));
  #sinceJudged = 0;
  #loopingSince: number | undefined;

  /** Epoch ms since when the picture repeats itself; undefined while it does not. */
  add(sample: PictureSignature): number | undefined {
    this.#samples.push(sample);
    if (this.#samples.length > windowSamples + longest + 2) this.#samples.shift();
    const last = this.#samples.length - 1;
    this.#account(last, 1);
    this.#account(last - windowSamples, -1);
    this.#sinceJudged += 1;
    if (this.#sinceJudged >= judgeEvery) this.#judge();
    return this.#loopingSince;
  }

  reset(): void {
    this.#samples = [];
    for (const sums of this.#sums) sums.fill(0);
    this.#loopingSince = undefined;
  }

  /** Adds (or takes away) how a sample differs from those before it, for each lag. */
  #account(index: number, sign: 1 | -1): void {
    const now = this.#samples[index]?.blocks;
    if (!now) return;
    for (let lag = shortest; lag <= longest && index - lag >= 1; lag += 1) {
      const then = this.#samples[index - lag]?.blocks;
      const before = this.#samples[index - lag - 1]?.blocks;
      const sums = this.#sums[lag];
      if (!then || !before || !sums) continue;
      for (let b = 0; b < blockCount; b += 1) {
        sums[b] = (sums[b] ?? 0) + sign * distance(now[b] ?? 0, then[b] ?? 0, before[b] ?? 0);
      }
    }
  }

  #judge(): void {
    this.#sinceJudged = 0;
    const whole = this.#samples.length - windowSamples - 1;
    const lags = this.#sums.slice(shortest, Math.min(longest, whole) + 1);
    const usual = meanOf(lags);
    const moving = [...usual.keys()].filter((b) => (usual[b] ?? 0) >= movingLevels * windowSamples);
    const matches = (sums: Float64Array) =>
      moving.filter((b) => (sums[b] ?? 0) < matchShare * (usual[b] ?? 0)).length;
    const looped =
      moving.length >= fewestMoving && lags.some((sums) => matches(sums) >= matchingBlocks * moving.length);
    if (!looped) this.#loopingSince = undefined;
    else this.#loopingSince ??= this.#samples.at(-windowSamples)?.at;
  }
}

/** A loop need not be a whole number of samples long: what lies between two of them is no difference. */
function distance(now: number, then: number, before: number): number {
  return Math.max(0, Math.min(then, before) - now, now - Math.max(then, before));
}

function meanOf(sums: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(blockCount);
  for (const one of sums) for (let b = 0; b < blockCount; b += 1) mean[b] = (mean[b] ?? 0) + (one[b] ?? 0);
  return mean.map((sum) => sum / (sums.length || 1));
}
