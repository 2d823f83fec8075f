/** From one instant to another, epoch ms; `endAt` is Infinity for what still lasts. */
export interface Stretch {
  readonly startAt: number;
  readonly endAt: number;
}

/** A hole no longer than this is how cameras are, not a gap. */
export const smallestGapMs = 500;

export function isLong({ startAt, endAt }: Stretch): boolean {
  return endAt - startAt > smallestGapMs;
}

export function lengthOf({ startAt, endAt }: Stretch): number {
  return endAt - startAt;
}

/** What two stretches have in common; undefined when that is nothing. */
export function common(a: Stretch, b: Stretch): Stretch | undefined {
  const startAt = Math.max(a.startAt, b.startAt);
  const endAt = Math.min(a.endAt, b.endAt);
  return endAt > startAt ? { startAt, endAt } : undefined;
}
