import type { UncoveredStretch } from '../../sync/contract/replay.ts';
import { groupBy } from '../group-by.ts';

export interface Stretch {
  readonly startAt: number;
  readonly endAt: number;
}

/** What one kiosk filmed, or signed. */
export interface OfDevice extends Stretch {
  readonly device: string;
}

type Cause = UncoveredStretch['cause'];

/** Holes no longer than this are how segments meet, not gaps. */
const toleranceMs = 500;

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
  const gapsOf = groupBy(facts.explained, ({ device }) => device);
  const shown = facts.verified.flatMap((film) => subtract(film, gapsOf.get(film.device) ?? []));
  return facts.due
    .map(({ startAt, endAt }) => ({ startAt, endAt: Math.min(endAt, facts.until) }))
    .flatMap((due) => subtract(due, shown))
    .filter(isLong)
    .flatMap((hole) => joinShort(splitByCause(hole, facts)))
    .sort((a, b) => a.startAt - b.startAt);
}

/** The parts of `whole` that none of `parts` covers. */
function subtract(whole: Stretch, parts: readonly Stretch[]): readonly Stretch[] {
  const holes: Stretch[] = [];
  let from = whole.startAt;
  for (const { startAt, endAt } of [...parts].sort((a, b) => a.startAt - b.startAt)) {
    if (startAt >= whole.endAt) break;
    if (startAt > from) holes.push({ startAt: from, endAt: startAt });
    from = Math.max(from, endAt);
  }
  if (from < whole.endAt) holes.push({ startAt: from, endAt: whole.endAt });
  return holes;
}

/** Cuts a hole wherever an explanation begins or ends; a signed gap says more than a segment still under way. */
function splitByCause(hole: Stretch, { explained, announced }: CoverageFacts): readonly UncoveredStretch[] {
  const inside = (at: number) => at > hole.startAt && at < hole.endAt;
  const edges = [...explained, ...announced].flatMap(({ startAt, endAt }) => [startAt, endAt]).filter(inside);
  const cuts = [...new Set([hole.startAt, ...edges, hole.endAt])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((startAt, index) => {
    const endAt = cuts[index + 1] as number;
    const covers = (other: Stretch) => other.startAt <= startAt && other.endAt >= endAt;
    const waiting: Cause = announced.some(covers) ? 'not-uploaded' : 'unexplained';
    return { startAt, endAt, cause: explained.find(covers)?.cause ?? waiting };
  });
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

function isLong({ startAt, endAt }: Stretch): boolean {
  return endAt - startAt > toleranceMs;
}
