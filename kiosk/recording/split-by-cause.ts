import type { GapCause } from '../../sync/contract/lesson-records.ts';
import { isLong, lengthOf, type Stretch } from './stretch.ts';

/** Something that kept video from being made, and from when to when. */
export interface Trouble extends Stretch {
  readonly cause: GapCause;
  /** The camera's own: it counts only where nothing else would have kept video from being made. */
  readonly ofCamera?: true;
}

/** Where several hold at once, the first of these counts: it alone would have been enough. */
const rank: readonly GapCause[] = [
  ...(['admin-stopped', 'machine-off', 'process-died', 'clock-set', 'disk-full'] as const),
  ...(['plan-late', 'file-damaged', 'camera-lost', 'stalled'] as const),
];

/** These begin before anybody notices, and their end is noticed before the next picture is there. */
const spreads = new Set<GapCause>(['machine-off', 'process-died', 'clock-set', 'camera-lost', 'stalled']);
/** Opening a camera takes no longer than this, nor does noticing that it is gone. */
const spreadMs = 20_000;
/** The camera's driver says so when nothing comes for longer than this. */
const longestSilentStallMs = 4_000;

interface Piece extends Stretch {
  readonly cause: GapCause | undefined;
}

/** Pure: a hole in a lesson cut wherever its cause changes, each part with its cause; together they are the hole. */
export function splitByCause(hole: Stretch, troubles: readonly Trouble[]): Trouble[] {
  const pieces = joinEqual(cutAtEdges(hole, troubles));
  const explained = pieces.map((piece, index) => ({ ...piece, cause: causeOf(pieces, piece, index) }));
  return joinShort(joinEqual(explained));
}

function cutAtEdges(hole: Stretch, troubles: readonly Trouble[]): Piece[] {
  const inside = troubles.flatMap(({ startAt, endAt }) => [startAt, endAt]);
  const edges = inside.filter((at) => at > hole.startAt && at < hole.endAt).sort((a, b) => a - b);
  return [...edges, hole.endAt].map((endAt, index) => {
    const startAt = edges[index - 1] ?? hole.startAt;
    const holding = troubles.filter((trouble) => trouble.startAt <= startAt && trouble.endAt >= endAt);
    const first = rank.find((cause) => holding.some((t) => t.cause === cause && !t.ofCamera));
    return { startAt, endAt, cause: first ?? holding.find((t) => t.ofCamera)?.cause };
  });
}

/**
 * What nobody noted belongs to the trouble beside it. A hole by itself is a stall, as long as the driver would not
 * have spoken; a longer one is video that was made, and never came here.
 */
function causeOf(pieces: readonly Piece[], piece: Piece, index: number): GapCause {
  if (piece.cause) return piece.cause;
  const beside = [pieces[index - 1]?.cause, pieces[index + 1]?.cause].find(
    (cause) => cause && spreads.has(cause),
  );
  if (beside && lengthOf(piece) <= spreadMs) return beside;
  return lengthOf(piece) <= longestSilentStallMs ? 'stalled' : 'file-damaged';
}

function joinEqual<P extends Piece>(pieces: readonly P[]): P[] {
  const joined: P[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && last.cause === piece.cause) joined[joined.length - 1] = { ...last, endAt: piece.endAt } as P;
    else joined.push(piece);
  }
  return joined;
}

/** A part too short to be a gap of its own goes to the one before it, or after it. */
function joinShort(gaps: readonly Trouble[]): Trouble[] {
  const joined: Trouble[] = [];
  for (const gap of gaps) {
    const last = joined.at(-1);
    if (last && !isLong(gap)) joined[joined.length - 1] = { ...last, endAt: gap.endAt };
    else if (last && !isLong(last)) joined[joined.length - 1] = { ...gap, startAt: last.startAt };
    else joined.push(gap);
  }
  return joinEqual(joined);
}
