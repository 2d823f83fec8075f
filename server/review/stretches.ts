import type { FaultyStretch, PausedStretch } from '../../sync/contract/replay.ts';
import type { PauseRow, PictureFaultRow } from '../storage/lesson-store.ts';

interface LessonStop {
  readonly lesson: string;
  readonly event: 'started' | 'stopped';
  readonly at: number;
}

export interface Until {
  /** Starts and stops of the lessons: what was never ended ends with its lesson. */
  readonly lessons: readonly LessonStop[];
  /** At the latest then: now, or the session's end. */
  readonly latest: number;
}

/** Pure: from the records of pauses and resumptions, when the recording was interrupted, and why. */
export function pausedStretches(rows: readonly PauseRow[], until: Until): readonly PausedStretch[] {
  return paired(rows, {
    isOpening: ({ event }) => event === 'paused',
    keyOf: ({ device, lesson }) => `${device} ${lesson}`,
    endOf: (row, closing) => closing?.at ?? endOfLesson(row, until),
    make: ({ at, reason }, endAt) => ({ startAt: at, endAt, reason }),
  });
}

/** Pure: from the records of the picture's faults, when it showed no lesson. */
export function faultyStretches(rows: readonly PictureFaultRow[], until: Until): readonly FaultyStretch[] {
  return paired(rows, {
    isOpening: ({ event }) => event === 'began',
    keyOf: ({ device, lesson, camera, fault }) => `${device} ${lesson} ${camera} ${fault}`,
    endOf: (row, closing) => closing?.at ?? endOfLesson(row, until),
    make: ({ since, at, fault }, endAt) => ({ startAt: since, endAt, fault, noticedAt: at }),
  });
}

interface Pairing<Row, Stretch> {
  readonly isOpening: (row: Row) => boolean;
  readonly keyOf: (row: Row) => string;
  readonly endOf: (opening: Row, closing: Row | undefined) => number;
  readonly make: (opening: Row, endAt: number) => Stretch;
}

/**
 * Each opening with the first closing of its key after it. Opened twice, it is open still; closed only, or before it
 * was opened, it is nothing: no clock that is set back may make a fault vanish.
 */
function paired<
  Row extends { readonly at: number },
  Stretch extends { readonly startAt: number; readonly endAt: number },
>(rows: readonly Row[], { isOpening, keyOf, endOf, make }: Pairing<Row, Stretch>): readonly Stretch[] {
  const open = new Map<string, Row>();
  const stretches: Stretch[] = [];
  for (const row of rows) {
    const key = keyOf(row);
    const opening = open.get(key);
    if (isOpening(row)) open.set(key, opening ?? row);
    else if (opening && row.at >= opening.at) {
      stretches.push(make(opening, endOf(opening, row)));
      open.delete(key);
    }
  }
  for (const opening of open.values()) stretches.push(make(opening, endOf(opening, undefined)));
  return stretches.filter(({ startAt, endAt }) => endAt > startAt).sort((a, b) => a.startAt - b.startAt);
}

function endOfLesson(
  { lesson, at }: { readonly lesson: string; readonly at: number },
  { lessons, latest }: Until,
): number {
  const stopped = lessons.find((one) => one.lesson === lesson && one.event === 'stopped' && one.at >= at);
  return Math.min(stopped?.at ?? latest, latest);
}
