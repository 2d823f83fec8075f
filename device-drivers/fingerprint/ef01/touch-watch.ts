import type { Clock } from '../../../sync/base/clock.ts';
import type { Touch } from '../reader.ts';
import { captureInto, isFingerAway, type PoorReason, readsPerTouch } from './capture.ts';
import { search } from './commands.ts';
import type { Session } from './probe.ts';

/** Makes at most one `Touch` of each finger put down: after one, the finger must leave before the next. */
export class TouchWatch {
  readonly #session: Session;
  readonly #clock: Clock;
  /** False at first too: a finger that rests there while the reader comes back must not count again. */
  #armed = false;
  #poor: { readonly reason: PoorReason; readonly reads: number; readonly since: number } | undefined;

  constructor(session: Session, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  /** Looks once; costs one to three commands. */
  async poll(): Promise<Touch | undefined> {
    if (!this.#armed) {
      this.#armed = await isFingerAway(this.#session.link);
      return undefined;
    }
    const since = this.#poor?.since ?? this.#clock.now();
    const capture = await captureInto(this.#session.link, 1);
    if (capture.kind === 'features') return this.#identify(since);
    if (capture.kind === 'poor') return this.#countPoor(capture.reason, since);
    return this.#poor ? this.#endPoor(this.#poor.reason, since) : undefined; // it left before it could be read
  }

  /** The finger now on the sensor, if any, was used for something else. */
  disarm(): void {
    this.#armed = false;
    this.#poor = undefined;
  }

  async #identify(at: number): Promise<Touch> {
    const { link, capacity } = this.#session;
    const found = await link.run(search(1, capacity));
    this.disarm();
    if (found.kind === 'none') return { kind: 'unknown', at };
    return { kind: 'matched', slot: found.slot, score: found.score, at };
  }

  #countPoor(reason: PoorReason, since: number): Touch | undefined {
    const reads = (this.#poor?.reads ?? 0) + 1;
    if (reads >= readsPerTouch) return this.#endPoor(reason, since);
    this.#poor = { reason, reads, since };
    return undefined;
  }

  #endPoor(reason: PoorReason, at: number): Touch {
    this.disarm();
    return { kind: 'poor', reason, at };
  }
}
