import type { Static } from 'typebox';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { DecisionReason } from '../../sync/contract/records.ts';
import type { CheckInLine } from '../../sync/contract/review.ts';
import type { CheckInRow } from '../storage/projection-store.ts';
import type { Attended } from './attendance.ts';
import { maskName } from './mask.ts';

export type VerifiedCheckIn = CheckInRow & { readonly digest: string };

/** A check-in as the pages list it. */
export function toLine(row: VerifiedCheckIn, plan: ClassPlan): CheckInLine {
  const name = plan.people.find(({ id }) => id === row.person)?.name;
  const { id, person, at, method, outcome, direction, minutes, score, device, digest } = row;
  return {
    id,
    person,
    maskedName: name === undefined ? null : maskName(name),
    at,
    method,
    outcome,
    direction,
    reason: row.reason as Static<typeof DecisionReason>,
    minutes,
    score,
    device,
    seq: String(row.seq),
    digest,
  };
}

/** Those check-ins that count for attendance. */
export function toAttended(rows: readonly VerifiedCheckIn[]): readonly Attended[] {
  return rows.flatMap(({ outcome, person, session, direction, at }) =>
    outcome === 'accepted' && person && session && direction ? [{ person, session, direction, at }] : [],
  );
}
