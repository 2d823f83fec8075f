/** How far a sender that paused (a receipt was awaited) may catch up afterwards, ms of its rate. */
const catchUpMs = 100;

/** What is charged for the head of a request: request line, signature and the rest, measured at 455 bytes. */
const requestHeadBytes = 455;

interface Timing {
  /** Monotonic, ms. */
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

const realTiming: Timing = {
  nowMs: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * One budget of bandwidth for everything that a kiosk sends. Bytes are sent on a schedule, so that timers which
 * fire late add nothing up: each piece moves the schedule on by its own share of time.
 */
export class RateLimit {
  /** Pieces of about 20 ms: small enough to be smooth, large enough to cost little. */
  readonly pieceBytes: number;
  readonly #bytesPerMs: number;
  readonly #timing: Timing;
  #nextAt: number;

  /** `kbps`: 1,000 bits a second. */
  constructor(kbps: number, timing: Timing = realTiming) {
    this.#bytesPerMs = kbps / 8;
    this.#timing = timing;
    this.#nextAt = timing.nowMs();
    this.pieceBytes = Math.min(64 * 1024, Math.max(1_024, Math.round(this.#bytesPerMs * 20)));
  }

  /** Resolves when `sizeBytes` more may be sent. Senders at one time are served in the order of their calls. */
  async take(sizeBytes: number): Promise<void> {
    const now = this.#timing.nowMs();
    const at = Math.max(this.#nextAt, now - catchUpMs);
    this.#nextAt = at + sizeBytes / this.#bytesPerMs;
    if (at > now) await this.#timing.sleep(at - now);
  }

  /** A body in pieces, each given out when its turn comes; the request's head is charged before the first. */
  async *pace(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    await this.take(requestHeadBytes);
    for await (const chunk of body) {
      for (let from = 0; from < chunk.length; from += this.pieceBytes) {
        const piece = chunk.subarray(from, from + this.pieceBytes);
        await this.take(piece.length);
        yield piece;
      }
    }
  }
}
