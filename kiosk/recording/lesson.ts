import type { CauseBook } from './cause-book.ts';
import type { Trouble } from './split-by-cause.ts';
import { common, lengthOf, type Stretch, smallestGapMs } from './stretch.ts';

/** How far a stretch of lesson is accounted for, by one setting of the wall clock. Instants are epoch ms. */
export interface Cover {
  /** Up to here every moment is on video, or in a recorded gap. */
  coveredUntil: number;
  /** It must be accounted for up to here. */
  until: number;
  /** When the class admin wanted no video: stopped, or paused. */
  idle: Stretch[];
  readonly causes: CauseBook;
  /** Gaps within video that is kept, not yet written down. */
  owed: Trouble[];
}

/** A lesson being recorded. */
export interface Lesson {
  readonly lesson: string;
  readonly class: string;
  readonly session: string;
  readonly startedAt: number;
  /** Whether the plan wants it on video: then the plan says, too, when it ends. */
  readonly required: boolean;
  /** `closing`: over, and its last segment is still being written. */
  phase: 'recording' | 'paused' | 'stopped' | 'closing';
  /** It is to be resumed before it is begun again, also when it was stopped meanwhile. */
  paused: boolean;
  /** Since when its end has passed. */
  overSince?: number | undefined;
  cover: Cover;
  /** What is not accounted for yet of the time before the clock was set back, and by how much. */
  before?: { readonly cover: Cover; readonly byMs: number; readonly at: number } | undefined;
}

/** How long a segment may take to arrive after its end. */
export const arrivalMs = 20_000;

/** The hole before a segment that starts at `startAt`, cut to what is wanted; undefined when it is no gap. */
export function holeBefore({ coveredUntil, until }: Cover, startAt: number): Stretch | undefined {
  const endAt = Math.min(startAt, until);
  return endAt - coveredUntil > smallestGapMs ? { startAt: coveredUntil, endAt } : undefined;
}

/** True when a segment shows any moment that is wanted and not accounted for. */
export function wants(cover: Cover, segment: Stretch): boolean {
  const shown = common(segment, { startAt: cover.coveredUntil, endAt: cover.until });
  return (
    shown !== undefined &&
    !cover.idle.some((idle) => idle.startAt <= shown.startAt && idle.endAt >= shown.endAt)
  );
}

/** Which setting of the clock a segment that arrives at `now` was filmed by: the one that it is nearer to. */
export function coverOf({ cover, before }: Lesson, segment: Stretch, now: number): Cover {
  return before && segment.endAt > now + before.byMs / 2 ? before.cover : cover;
}

/** Video is not wanted from `at` on. */
export function beginIdle({ cover }: Lesson, at: number): void {
  if (!cover.idle.some(({ endAt }) => endAt === Number.POSITIVE_INFINITY))
    cover.idle.push({ startAt: at, endAt: Number.POSITIVE_INFINITY });
}

/** It is wanted again. */
export function endIdle({ cover }: Lesson, at: number): void {
  cover.idle = cover.idle.map((idle) => (idle.endAt > at ? { ...idle, endAt: at } : idle));
}

/** The clock was set back: the same hours come again, and are wanted again. */
export function turnBack(
  lesson: Lesson,
  causes: CauseBook,
  { from, to }: { from: number; to: number },
): void {
  const { cover } = lesson;
  const idle = cover.idle.filter(({ endAt }) => endAt > from).map(({ endAt }) => ({ startAt: to, endAt }));
  const old = { ...cover, until: Math.min(from, cover.until), causes };
  lesson.before = { cover: old, byMs: from - to, at: to };
  lesson.cover = { ...cover, coveredUntil: to, idle, owed: [] };
}

/** What the clock does to a lesson: nothing, ends it by its plan, or settles it for good. */
export function turnOf({ phase, cover, overSince }: Lesson, now: number): 'none' | 'end' | 'settle' {
  if (now < cover.until) return 'none';
  if (phase === 'recording' || phase === 'paused') return 'end';
  const whole = lengthOf({ startAt: cover.coveredUntil, endAt: cover.until }) <= smallestGapMs;
  return whole || now - (overSince ?? now) > arrivalMs ? 'settle' : 'none';
}
