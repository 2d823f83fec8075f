/** A complete subtree: it holds the leaves from `number` × 2^`level` on, 2^`level` of them. */
export interface NodePlace {
  readonly level: number;
  readonly number: number;
}

/** The leaves from `begin` up to, and without, `end`. */
export interface LeafRange {
  readonly begin: number;
  readonly end: number;
}

/**
 * The complete subtrees that make up a range, from left to right, the largest first. `begin` must be a multiple of
 * the power of two that holds the whole range, which is so for every range that a proof needs.
 */
export function completeSubtrees({ begin, end }: LeafRange): readonly NodePlace[] {
  const places: NodePlace[] = [];
  for (let at = begin; at < end; ) {
    const width = largestPowerWithin(end - at);
    places.push({ level: Math.log2(width), number: at / width });
    at += width;
  }
  return places;
}

/** RFC 9162 §2.1.3.1: the ranges whose roots lead from leaf `index` up to the root of `size` leaves. */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  const fromTop: LeafRange[] = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    if (index < middle) {
      fromTop.push({ begin: middle, end });
      end = middle;
    } else {
      fromTop.push({ begin, end: middle });
      begin = middle;
    }
  }
  return fromTop.reverse();
}

/** RFC 9162 §2.1.4.1: the ranges whose roots show that the first `oldSize` leaves are still those of the old tree. */
export function consistencyRanges(oldSize: number, newSize: number): readonly LeafRange[] {
  if (oldSize === 0 || oldSize === newSize) return [];
  const fromTop: LeafRange[] = [];
  let begin = 0;
  let end = newSize;
  while (oldSize < end) {
    const middle = begin + splitOf(end - begin);
    if (oldSize <= middle) {
      fromTop.push({ begin: middle, end });
      end = middle;
    } else {
      fromTop.push({ begin, end: middle });
      begin = middle;
    }
  }
  // What is left is a subtree of the old tree; when it is the whole old tree, the verifier has its root already.
  if (begin > 0) fromTop.push({ begin, end });
  return fromTop.reverse();
}

/** The largest power of two that is smaller than `size`, which is at least 2. */
function splitOf(size: number): number {
  return largestPowerWithin(size - 1);
}

/** By doubling, for shifts of 32 bits would not reach the sizes that a number holds exactly. */
function largestPowerWithin(size: number): number {
  let power = 1;
  while (power * 2 <= size) power *= 2;
  return power;
}
