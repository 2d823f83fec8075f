/** A lesson being recorded. Instants are epoch ms. */
export interface Lesson {
  readonly lesson: string;
  readonly class: string;
  readonly session: string;
  /** Where its plan ends it. */
  readonly spanEnd: number;
  readonly startedAt: number;
  /**
   * `recording`: video is wanted. `stopped`: the class admin stopped it before its end.
   * `closing`: over, and its last segment is still being written.
   */
  phase: 'recording' | 'stopped' | 'closing';
  /** Video is wanted up to here. */
  until: number;
  /** Up to here every moment is on video, or in a recorded gap. */
  coveredUntil: number;
  /** From `coveredUntil` to here the disk had no room for video, and no gap says so yet. */
  unkeptUntil?: number | undefined;
}

/** A hole shorter than this is how cameras are, not a gap. */
const smallestGapMs = 500;

/** How long the last segment may take to arrive after the lesson's end. */
const closingMs = 20_000;

/** The hole before a segment that starts at `startAt`, cut to what the lesson wants. */
export function holeBefore(lesson: Lesson, startAt: number): { startAt: number; endAt: number } | undefined {
  const endAt = Math.min(startAt, lesson.until);
  if (endAt - lesson.coveredUntil <= smallestGapMs) return undefined;
  return { startAt: lesson.coveredUntil, endAt };
}

/** While the disk has no room for video, a gap is written for each minute of it: a record a segment would fill it. */
const unkeptGapMs = 60_000;

/** Notes that the disk had no room for a segment; false when it does not follow what was not kept before it. */
export function extendUnkept(lesson: Lesson, segment: { startAt: number; endAt: number }): boolean {
  if (lesson.unkeptUntil === undefined || segment.startAt - lesson.unkeptUntil > smallestGapMs) return false;
  lesson.unkeptUntil = Math.max(lesson.unkeptUntil, segment.endAt);
  return true;
}

/** Enough video was not kept that a gap should say so now, lest the program end and nobody know why. */
export function unkeptIsLong(lesson: Lesson): boolean {
  return (lesson.unkeptUntil ?? 0) - lesson.coveredUntil >= unkeptGapMs;
}

/** True when a segment shows any of the lesson. */
export function overlaps(lesson: Lesson, segment: { startAt: number; endAt: number }): boolean {
  const from = Math.min(lesson.coveredUntil, lesson.until);
  return segment.endAt > from && segment.startAt < lesson.until;
}

/** What the clock does to a lesson: nothing, ends it by its plan, or settles it for good. */
export function turnOf(lesson: Lesson, now: number): 'none' | 'end' | 'settle' {
  if (lesson.phase === 'recording') return now >= lesson.until ? 'end' : 'none';
  if (lesson.phase === 'stopped') return now >= lesson.spanEnd ? 'settle' : 'none';
  const whole = (lesson.unkeptUntil ?? lesson.coveredUntil) >= lesson.until - smallestGapMs;
  return whole || now - lesson.until > closingMs ? 'settle' : 'none';
}
