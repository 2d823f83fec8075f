import type { UncoveredStretch } from '../../sync/contract/replay.ts';
import { groupBy } from '../group-by.ts';

export interface Stretch {
  readonly startAt: number;
  readonly endAt: number;
}

/** What one kiosk filmed, or signed. */
interface OfDevice extends Stretch {
  readonly device: string;
}

type Cause = UncoveredStretch['cause'];

/** Holes no longer than this are how segments meet, not gaps; */
const toleranceMs = 500;
/** and of a whole period they are no more than this. Film in slivers is none. */
export const seamShare = 0.02;

export interface CoverageFacts {
  /** Periods that must be recorded. */
  readonly due: readonly Stretch[];
  readonly verified: readonly OfDevice[];
  /** Segments that a record names and that are not here. */
  readonly announced: readonly Stretch[];
  /** What the kiosk signed of its own gaps. */
  readonly explained: readonly (OfDevice & { readonly cause: Cause })[];
  /** Judged up to this moment. */
  readonly until: number;
}

/**
 * Pure: the stretches of due time without verified video, in order, each with its cause. A gap that the kiosk signed
 * is a gap even where a segment of its own claims to cover it: a stall hides inside a file. What another kiosk filmed
 * meanwhile stays.
 */
export function uncovered(facts: CoverageFacts): readonly UncoveredStretch[] {
  const shown = shownFilm(facts);
  return facts.due
    .map(({ startAt, endAt }) => ({ startAt, endAt: Math.min(endAt, facts.until) }))
    .flatMap((due) => withoutSeams(due, subtract(due, shown)))
    .flatMap((hole) => joinShort(splitByCause(hole, facts)))
    .sort((a, b) => a.startAt - b.startAt);
}

function shownFilm({ verified, explained }: CoverageFacts): readonly Stretch[] {
  const gapsOf = groupBy(explained, ({ device }) => device);
  const films = groupBy(verified, ({ device }) => device);
  return [...films].flatMap(([device, own]) => {
    const gaps = union(gapsOf.get(device) ?? []);
    return union(own).flatMap((film) => subtract(film, gaps));
  });
}

/** The same time in as few stretches as may be, in order. */
function union(stretches: readonly Stretch[]): readonly Stretch[] {
  const joined: Stretch[] = [];
  for (const { startAt, endAt } of byStart(stretches)) {
    const last = joined.at(-1);
    if (last && startAt <= last.endAt) {
      joined[joined.length - 1] = { startAt: last.startAt, endAt: Math.max(last.endAt, endAt) };
    } else joined.push({ startAt, endAt });
  }
  return joined;
}

const byStart = (stretches: readonly Stretch[]) => [...stretches].sort((a, b) => a.startAt - b.startAt);

/** The parts of `whole` that none of `parts` covers. */
function subtract(whole: Stretch, parts: readonly Stretch[]): readonly Stretch[] {
  const holes: Stretch[] = [];
  let from = whole.startAt;
  for (const { startAt, endAt } of byStart(parts)) {
    if (startAt >= whole.endAt) break;
    if (startAt > from) holes.push({ startAt: from, endAt: startAt });
    from = Math.max(from, endAt);
  }
  if (from < whole.endAt) holes.push({ startAt: from, endAt: whole.endAt });
  return holes;
}

function withoutSeams(due: Stretch, holes: readonly Stretch[]): readonly Stretch[] {
  const seamsMs = holes.filter((hole) => !isLong(hole)).reduce((sum, hole) => sum + lengthOf(hole), 0);
  return seamsMs > seamShare * lengthOf(due) ? holes : holes.filter(isLong);
}

/** Cuts a hole wherever an explanation begins or ends; a signed gap says more than a segment still under way. */
function splitByCause(hole: Stretch, { explained, announced }: CoverageFacts): readonly UncoveredStretch[] {
  const waiting = announced.map((one) => ({ ...one, cause: 'not-uploaded' as const }));
  const edges = [...explained, ...waiting]
    .filter(({ startAt, endAt }) => startAt < endAt && startAt < hole.endAt && endAt > hole.startAt)
    .flatMap(({ startAt, endAt, cause }) => [
      { at: Math.max(startAt, hole.startAt), cause, step: 1 },
      { at: Math.min(endAt, hole.endAt), cause, step: -1 },
    ]);
  const pieces: UncoveredStretch[] = [];
  const open = new Map<Cause, number>();
  let from = hole.startAt;
  const end = { at: hole.endAt, cause: 'unexplained' as const, step: 0 };
  for (const { at, cause, step } of [...edges.sort((a, b) => a.at - b.at), end]) {
    if (at > from) pieces.push({ startAt: from, endAt: at, cause: causeOf(open) });
    from = at;
    const left = (open.get(cause) ?? 0) + step;
    if (left > 0) open.set(cause, left);
    else open.delete(cause);
  }
  return pieces;
}

/** Of what is open at once the first that is signed. */
function causeOf(open: ReadonlyMap<Cause, number>): Cause {
  const causes = [...open.keys()];
  return causes.find((cause) => cause !== 'not-uploaded') ?? causes[0] ?? 'unexplained';
}

/** Joins neighbours of one cause, and gives slivers to the stretch beside them. */
function joinShort(pieces: readonly UncoveredStretch[]): readonly UncoveredStretch[] {
  const joined: UncoveredStretch[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && (last.cause === piece.cause || !isLong(piece))) {
      joined[joined.length - 1] = { ...last, endAt: piece.endAt };
    } else if (last && !isLong(last)) {
      joined[joined.length - 1] = { ...piece, startAt: last.startAt };
    } else joined.push(piece);
  }
  return joined;
}

const lengthOf = ({ startAt, endAt }: Stretch): number => endAt - startAt;

const isLong = (stretch: Stretch): boolean => lengthOf(stretch) > toleranceMs;
