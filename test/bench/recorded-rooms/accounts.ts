import type { RoomRecord, Stretch } from './recorded-camera.ts';

/** Holes no longer than this are how segments meet. */
const toleranceMs = 500;

/** Stretches of the lesson that are neither claimed to be on video nor a gap: there must be none. */
export function unexplained(lesson: Stretch, { segments, gaps }: RoomRecord): Stretch[] {
  const holes: Stretch[] = [];
  let until = lesson.startAt;
  for (const { startAt, endAt } of [...segments, ...gaps].sort((a, b) => a.startAt - b.startAt)) {
    if (Math.min(startAt, lesson.endAt) - until > toleranceMs) holes.push({ startAt: until, endAt: startAt });
    until = Math.max(until, endAt);
  }
  return lesson.endAt - until > toleranceMs ? [...holes, { startAt: until, endAt: lesson.endAt }] : holes;
}

/** How much of a segment is claimed to be on video: all but the gaps within it, ms. */
export function claimedMs(segment: Stretch, gaps: readonly Stretch[]): number {
  return gaps.reduce((left, gap) => left - overlapMs(segment, gap), segment.endAt - segment.startAt);
}

export function overlapMs(a: Stretch, b: Stretch): number {
  return Math.max(0, Math.min(a.endAt, b.endAt) - Math.max(a.startAt, b.startAt));
}
