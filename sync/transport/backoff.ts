/** Waiting times between tries: doubling from `firstMs` to `mostMs`, each with up to a fifth of chance added. */
export class Backoff {
  readonly #firstMs: number;
  readonly #mostMs: number;
  #tries = 0;

  constructor(firstMs: number, mostMs: number) {
    this.#firstMs = firstMs;
    this.#mostMs = mostMs;
  }

  /** ms to wait before the next try. Chance keeps many kiosks from coming back all at once. */
  next(random: () => number = Math.random): number {
    const base = Math.min(this.#mostMs, this.#firstMs * 2 ** this.#tries);
    this.#tries += 1;
    return Math.round(base * (1 + 0.2 * random()));
  }

  reset(): void {
    this.#tries = 0;
  }
}
