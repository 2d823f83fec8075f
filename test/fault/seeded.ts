import { randomInt } from 'node:crypto';

/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Seeded {
  readonly seed: number;
  #state: number;

  constructor(seed: number) {
    this.seed = seed;
    this.#state = seed >>> 0;
  }

  /** 0 ≤ x < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, 0 ≤ n < `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** One of the values. */
  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }
}

/** The seed of a run: `--seed N` of the options, KEQIN_SEED, or a new one. Printed, so that it can be run again. */
export function seedOf(what: string, options: readonly string[] = []): number {
  const given = options.includes('--seed') ? options[options.indexOf('--seed') + 1] : process.env.KEQIN_SEED;
  const seed = given === undefined ? randomInt(2 ** 32) : Number(given);
  if (!Number.isInteger(seed)) throw new Error(`--seed must be a whole number: ${given}`);
  console.log(`${what}: seed ${seed} (KEQIN_SEED=${seed} runs it again)`);
  return seed;
}
