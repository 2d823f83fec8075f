import type { Fragment } from './fragments.ts';

/** A stretch without a picture as long as this is no part of a segment: it is a stall, or a clock that was set. */
const longestHoleMs = 3_000;
/** A picture may stand so much longer than is usual in its file before that is a hole. */
const smallestHoleMs = 500;
/** Pictures further apart than this are holes, however usual. */
const slowestMs = 1_000;

interface Stretch {
  readonly startAt: number;
  readonly endAt: number;
}

export interface SegmentTimes extends Stretch {
  /** Epoch ms of the first picture, and of the end of the last one that follows without a long hole. */
  readonly startAt: number;
  readonly endAt: number;
  /** The shorter holes between them; absent when there is none. */
  readonly holes?: readonly Stretch[];
  /** False when pictures follow after a long hole; the file then claims less than it holds, never more. */
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
  const stretch = (fromMs: number, toMs: number) => ({
    startAt: Math.round(mediaZeroAt + fromMs),
    endAt: Math.round(mediaZeroAt + toMs),
  });
  const usualMs = usualDuration(pictures);
  const holes: Stretch[] = [];
  let endMs = first.startMs;
  let whole = true;
  for (const { startMs, durationMs } of pictures) {
    whole = startMs - endMs < longestHoleMs;
    if (!whole) break;
    if (startMs - endMs > smallestHoleMs) holes.push(stretch(endMs, startMs));
    // What stands longer than usual stands in for pictures that never came.
    endMs = startMs + (durationMs - usualMs > smallestHoleMs ? usualMs : durationMs);
  }
  return { ...stretch(first.startMs, endMs), ...(holes.length > 0 && { holes }), whole };
}

interface Picture {
  readonly startMs: number;
  readonly durationMs: number;
}

function usualDuration(pictures: readonly Picture[]): number {
  const sorted = pictures.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  return Math.min(slowestMs, sorted[Math.floor((sorted.length - 1) / 2)] ?? slowestMs);
}

function picturesOf(fragment: Fragment): Picture[] {
  let startMs = fragment.startMs ?? 0;
  return fragment.picturesMs.map((durationMs) => {
    const picture = { startMs, durationMs };
    startMs += durationMs;
    return picture;
  });
}
