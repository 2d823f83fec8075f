import type { RecordData } from '../../sync/contract/records.ts';

/** A camera closes its file every 5 to 10 seconds, and at the latest here. */
export const longestSegmentMs = 15_000;
/** Two clocks that are set differ by less. */
const clocksDifferMs = 2 * 60_000;
/** How segments of one camera may meet. */
const overlapMs = 500;

interface SegmentSpan {
  readonly sha256: string;
  readonly startAt: number;
  readonly endAt: number;
}

export interface SegmentFacts {
  /** By the server's clock. Video may come late, never before it was filmed. */
  readonly receivedAt: number;
  /** Accepted segments with this digest, or of the same class, session and camera at the same time. */
  readonly rivals: readonly SegmentSpan[];
}

/** Pure: why a segment's record proves no video, if it does not. */
export function judgeSegment(
  data: RecordData<'segment'>,
  { receivedAt, rivals }: SegmentFacts,
): 'segment-times-wrong' | 'segment-doubled' | undefined {
  const { startAt, endAt, initBytes, sizeBytes } = data;
  const believable = endAt > startAt && endAt - startAt <= longestSegmentMs;
  if (!believable || endAt > receivedAt + clocksDifferMs || initBytes >= sizeBytes) {
    return 'segment-times-wrong';
  }
  return rivals.some((rival) => isSame(rival, data)) ? 'segment-doubled' : undefined;
}

function isSame(rival: SegmentSpan, { sha256, startAt, endAt }: SegmentSpan): boolean {
  if (rival.sha256 === sha256) return true;
  return Math.min(rival.endAt, endAt) - Math.max(rival.startAt, startAt) > overlapMs;
}
