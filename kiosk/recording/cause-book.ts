import type { DeviceState } from '../../sync/base/device-state.ts';
import type { GapCause } from '../../sync/contract/lesson-records.ts';
import { splitByCause, type Trouble } from './split-by-cause.ts';
import { type Stretch, smallestGapMs } from './stretch.ts';

const causeOfFault = { lost: 'camera-lost', stalled: 'stalled', died: 'process-died' } as const;
const mostTroubles = 1_000;
/** The driver reopens the camera when the clock was set, and has noticed that a little late. */
const reopeningMs = 10_000;
const noticingMs = 2_000;

/** Remembers what was the matter, from when to when, so that each hole in a lesson gets its cause from facts. */
export class CauseBook {
  #troubles: Trouble[] = [];

  /** Notes what was the matter for a while; true when it goes on from what was noted of this cause before. */
  note(cause: GapCause, { startAt, endAt }: Stretch): boolean {
    if (endAt <= startAt) return false;
    const last = this.#troubles.findLast((trouble) => trouble.cause === cause && !trouble.ofCamera);
    const goesOn = last !== undefined && last.startAt <= startAt && startAt - last.endAt <= smallestGapMs;
    if (goesOn) this.#replace(last, { ...last, endAt: Math.max(last.endAt, endAt) });
    else this.#add({ cause, startAt, endAt });
    return goesOn;
  }

  /** From `at` on this is so, until `end`. */
  begin(cause: GapCause, at: number): void {
    if (!this.#lasting(cause)) this.#add({ cause, startAt: at, endAt: Number.POSITIVE_INFINITY });
  }

  end(cause: GapCause, at: number): void {
    this.#close(this.#lasting(cause), at);
  }

  /** `now`: a camera that stays out of order keeps its `since`, also when the fault becomes another. */
  noteCamera(state: DeviceState, now: number): void {
    if (state.state === 'starting') return;
    const last = this.#troubles.find((trouble) => trouble.ofCamera && lasts(trouble));
    const cause = state.state === 'ready' ? undefined : causeOfFault[state.fault ?? 'lost'];
    if (cause === last?.cause) return;
    const at = last && cause ? now : state.since;
    this.#close(last, at);
    if (cause) this.#add({ cause, startAt: at, endAt: Number.POSITIVE_INFINITY, ofCamera: true });
  }

  /** The clock was set forward: what it passed over never was. */
  clockSetForward(from: number, to: number): void {
    this.note('clock-set', { startAt: from - noticingMs, endAt: to + reopeningMs });
  }

  /**
   * The clock was set back from `from` to `to`, and the same hours come again: this book begins anew, with what still
   * lasts. Gives the book of the time before.
   */
  clockSetBack(from: number, to: number): CauseBook {
    const before = new CauseBook();
    before.#troubles = this.#troubles;
    before.note('clock-set', { startAt: from - noticingMs, endAt: from });
    this.#troubles = this.#troubles.filter(lasts).map((trouble) => ({ ...trouble, startAt: to }));
    this.note('clock-set', { startAt: to, endAt: to + reopeningMs });
    return before;
  }

  /** Up to where anything is known about a hole; undefined when nothing is. */
  knownUntil(hole: Stretch): number | undefined {
    const ends = this.#troubles
      .filter((trouble) => trouble.endAt > hole.startAt && trouble.startAt < hole.endAt)
      .map((trouble) => Math.min(trouble.endAt, hole.endAt));
    return ends.length === 0 ? undefined : Math.max(...ends);
  }

  /** The hole in parts, each with its cause. `idle`: when the class admin wanted no video of this lesson. */
  gapsIn(hole: Stretch, idle: readonly Stretch[]): Trouble[] {
    const stopped = idle.map(({ startAt, endAt }) => ({ startAt, endAt, cause: 'admin-stopped' as const }));
    return splitByCause(hole, [...stopped, ...this.#troubles]);
  }

  #lasting(cause: GapCause): Trouble | undefined {
    return this.#troubles.find((trouble) => trouble.cause === cause && !trouble.ofCamera && lasts(trouble));
  }

  #close(lasting: Trouble | undefined, at: number): void {
    if (lasting) this.#replace(lasting, { ...lasting, endAt: Math.max(lasting.startAt, at) });
  }

  #add(trouble: Trouble): void {
    this.#troubles.push(trouble);
    if (this.#troubles.length > mostTroubles) this.#troubles.shift();
  }

  #replace(old: Trouble, by: Trouble): void {
    this.#troubles[this.#troubles.indexOf(old)] = by;
  }
}

function lasts({ endAt }: Stretch): boolean {
  return endAt === Number.POSITIVE_INFINITY;
}
