import type { LivePushFragment } from '../../sync/transport/control-push.ts';

/** What a player may be behind and still find its place; in bytes, so that no camera fills the memory. */
const keptMs = 12_000;
const keptBytes = 16 * 1024 * 1024;
/** A camera of sixty keyframes a second gives 720 in that time; a kiosk that cuts finer only wears us out. */
const keptParts = 1_000;
/** With a keyframe a second, every second one begins a segment: fewer lines in each playlist. */
const segmentMs = 1_900;
/** A longer hole between two fragments is told to the player. */
const holeMs = 300;

/** What every fragment of one run needs before it. */
interface LiveInit {
  readonly number: number;
  readonly run: string;
  readonly bytes: Buffer;
}

/** From one keyframe to another. The last segment of a ring grows. */
export interface LiveSegment {
  /** Media sequence number. */
  readonly msn: number;
  /** The run or its times do not go on from the segment before. */
  readonly discontinuity: boolean;
  readonly init: LiveInit;
  readonly parts: LivePushFragment[];
}

/** The newest seconds of one feed, in memory only. */
export class LiveRing {
  #segments: LiveSegment[] = [];
  #init: LiveInit | undefined;
  #nextMsn = 0;
  #discontinuitiesBefore = 0;

  get segments(): readonly LiveSegment[] {
    return this.#segments;
  }

  /** Discontinuities that are no longer listed (EXT-X-DISCONTINUITY-SEQUENCE). */
  get discontinuitiesBefore(): number {
    return this.#discontinuitiesBefore;
  }

  knows(run: string): boolean {
    return this.#init?.run === run;
  }

  begin(run: string, bytes: Buffer): void {
    if (this.knows(run)) return;
    this.#init = { number: (this.#init?.number ?? 0) + 1, run, bytes: Buffer.from(bytes) };
  }

  /** False for a fragment that is here already, or that no player can begin with. `begin` must have named its run. */
  add(pushed: LivePushFragment): boolean {
    const init = this.#init;
    if (!init) return false;
    // A copy: what was pushed is a piece of a whole body, which would stay in memory with it.
    const part = { ...pushed, bytes: Buffer.from(pushed.bytes) };
    const open = this.#segments.at(-1);
    const last = open?.init === init ? open.parts.at(-1) : undefined;
    if (last && part.startAt <= last.startAt) return false;
    const follows = last !== undefined && part.startAt - last.endAt < holeMs;
    if (!follows && !part.independent) return false;
    if (open && follows && !(part.independent && isLong(open))) open.parts.push(part);
    else this.#openSegment(init, part, !follows && open !== undefined);
    this.#dropOld();
    return true;
  }

  #openSegment(init: LiveInit, part: LivePushFragment, discontinuity: boolean): void {
    this.#segments.push({ msn: this.#nextMsn, discontinuity, init, parts: [part] });
    this.#nextMsn += 1;
  }

  /** A segment that alone is too large has no keyframe to go on from: all is dropped, until the next one comes. */
  #dropOld(): void {
    while (this.#tooLong() || this.#tooMuch()) {
      const dropped = this.#segments.shift();
      if (dropped?.discontinuity) this.#discontinuitiesBefore += 1;
    }
  }

  #tooLong(): boolean {
    const [, second] = this.#segments;
    const end = this.#segments.at(-1)?.parts.at(-1)?.endAt ?? 0;
    return second !== undefined && end - startOf(second) >= keptMs;
  }

  #tooMuch(): boolean {
    const parts = this.#segments.reduce((sum, segment) => sum + segment.parts.length, 0);
    const sizeBytes = this.#segments.reduce((sum, segment) => sum + sizeOf(segment), 0);
    return parts > keptParts || sizeBytes > keptBytes;
  }

  segment(msn: number): LiveSegment | undefined {
    return this.#segments.find((segment) => segment.msn === msn);
  }

  init(number: number): Buffer | undefined {
    return this.#segments.find(({ init }) => init.number === number)?.init.bytes;
  }

  /** Whether a playlist tells of this part, or without one of the whole segment, or of what comes after it. */
  reaches(msn: number, part: number | undefined): boolean {
    const open = this.#segments.at(-1);
    if (!open || msn > open.msn) return false;
    return msn < open.msn || (part !== undefined && part < open.parts.length);
  }
}

const startOf = ({ parts }: LiveSegment): number => parts[0]?.startAt ?? 0;
const isLong = (segment: LiveSegment): boolean =>
  (segment.parts.at(-1)?.endAt ?? 0) - startOf(segment) >= segmentMs;
/** Each segment may be of a run of its own, which has a beginning. */
const sizeOf = ({ init, parts }: LiveSegment): number =>
  parts.reduce((sum, { bytes }) => sum + bytes.length, init.bytes.length);
