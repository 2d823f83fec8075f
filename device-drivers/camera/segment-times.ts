import type { Fragment } from './fragments.ts';

/** A stretch without a picture as long as this is no part of a segment: it is a stall, or a clock that was set. */
const holeMs = 3_000;

export interface SegmentTimes {
  /** Epoch ms of the first picture, and of the end of the last one that follows without a hole. */
  readonly startAt: number;
  readonly endAt: number;
  /** False when pictures follow after a hole; the file then claims less than it holds, never more. */
  readonly whole: boolean;
}

/**
 * The true times of one closed segment, from the times of its pictures; ffmpeg's own list is contiguous across
 * a stall and says nothing. Decode times are used: they are what ffmpeg paces and stamps by.
 * @param mediaZeroAt epoch ms of media time 0 of the run that wrote the file
 * @returns undefined when there is no picture in it
 */
export function segmentTimes(fragments: readonly Fragment[], mediaZeroAt: number): SegmentTimes | undefined {
  const pictures = fragments.flatMap(picturesOf);
  const first = pictures[0];
  if (!first) return undefined;
  const at = (mediaMs: number) => Math.round(mediaZeroAt + mediaMs);
  let endMs = first.startMs;
  for (const { startMs, durationMs } of pictures) {
    const hole = startMs - endMs >= holeMs || durationMs >= holeMs;
    if (hole) return { startAt: at(first.startMs), endAt: at(endMs), whole: false };
    endMs = startMs + durationMs;
  }
  return { startAt: at(first.startMs), endAt: at(endMs), whole: true };
}

function picturesOf(fragment: Fragment): { startMs: number; durationMs: number }[] {
  let startMs = fragment.startMs ?? 0;
  return fragment.picturesMs.map((durationMs) => {
    const picture = { startMs, durationMs };
    startMs += durationMs;
    return picture;
  });
}
