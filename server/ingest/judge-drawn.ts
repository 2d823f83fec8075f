import type { DrawnMoment } from '../../sync/contract/drawn-moments.ts';
import type { RecordData } from '../../sync/contract/records.ts';

/** A picture is filmed at its moment or after; a camera's clock and ours may differ by so much. */
const earlyMs = 5_000;
/** The last pictures of a lesson may take so long to come. */
const lateMs = 60_000;
/** Its record is written when the heads are counted, which takes seconds; its time proves the picture's. */
const writtenWithinMs = 5 * 60_000;

export interface DrawnFacts {
  /** The kiosk's wall clock when it wrote the record, whose time is proven apart. */
  readonly wall: number;
  /** Moments with this one's `dueAt` that versions of the plan draw. */
  readonly drawn: readonly DrawnMoment[];
}

/** Pure: why a photograph or a look was not taken when the plan says, if it was not. */
export function judgeDrawn(
  { at }: Pick<RecordData<'photo' | 'presence'>, 'at'>,
  { wall, drawn }: DrawnFacts,
): 'moment-not-drawn' | undefined {
  const written = wall - at <= writtenWithinMs && at - wall <= earlyMs;
  const inTime = drawn.some(({ dueAt, until }) => at >= dueAt - earlyMs && at <= until + lateMs);
  return written && inTime ? undefined : 'moment-not-drawn';
}
