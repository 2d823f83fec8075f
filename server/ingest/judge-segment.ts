import type { RecordData } from '../../sync/contract/records.ts';

/** A camera closes its file every 5 to 10 seconds, and at the latest here. */
export const longestSegmentMs = 15_000;
/** Two clocks that are set differ by less. */
const clocksDifferMs = 2 * 60_000;
/** A file is recorded when it is closed, and what a crash left at the next start. */
const writtenWithinMs = 15 * 60_000;
/** How segments of one camera may meet. */
const overlapMs = 500;

interface SegmentSpan {
  readonly sha256: string;
  readonly startAt: number;
  readonly endAt: number;
}

export interface SegmentFacts {
  /** The kiosk's wall clock when it wrote the record, whose time is proven apart. */
  readonly wall: number;
  /** By the server's clock. Video may come late, never before it was filmed. */
  readonly receivedAt: number;
  /** Accepted segments with this digest, or of the same class, session and camera at the same time. */
  readonly rivals: readonly SegmentSpan[];
}

/** Pure: why a segment's record proves no video, if it does not. */
export function judgeSegment(
  data: RecordData<'segment'>,
  { wall, receivedAt, rivals }: SegmentFacts,
): 'segment-times-wrong' | 'segment-doubled' | undefined {
  const { startAt, endAt, initBytes, sizeBytes } = data;
  const believable = endAt > startAt && endAt - startAt <= longestSegmentMs;
  // A film may not be of another day than its record: its moments are proven by the record's.
  const written = wall - endAt <= writtenWithinMs && endAt - wall <= clocksDifferMs;
  if (!believable || !written || endAt > receivedAt + clocksDifferMs || initBytes >= sizeBytes) {
    return 'segment-times-wrong';
  }
  return rivals.some((rival) => isSame(rival, data)) ? 'segment-doubled' : undefined;
}

function isSame(rival: SegmentSpan, { sha256, startAt, endAt }: SegmentSpan): boolean {
  if (rival.sha256 === sha256) return true;
  return Math.min(rival.endAt, endAt) - Math.max(rival.startAt, startAt) > overlapMs;
}
