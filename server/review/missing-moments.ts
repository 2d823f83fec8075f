import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import { type DrawnMoment, drawnMoments } from '../../sync/contract/drawn-moments.ts';

/** A record is written when the heads are counted, and sent with the next contact. */
const settleMs = 2 * 60_000;

interface Taken {
  readonly session: string;
  readonly due_at: number;
}

/**
 * Pure: the moments that the plan drew, at which nothing was taken and nothing can be any more. A kiosk that looks
 * away when the room is empty shows itself here.
 */
export function missingMoments(
  plan: ClassPlan,
  kind: DrawnMoment['kind'],
  taken: readonly Taken[],
  now: number,
): { readonly session: string; readonly dueAt: number }[] {
  const known = new Set(taken.map((row) => `${row.session} ${row.due_at}`));
  return drawnMoments(plan)
    .filter((moment) => moment.kind === kind && moment.until + settleMs < now)
    .filter(({ session, dueAt }) => !known.has(`${session} ${dueAt}`))
    .map(({ session, dueAt }) => ({ session, dueAt }));
}
