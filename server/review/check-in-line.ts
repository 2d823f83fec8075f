import type { Static } from 'typebox';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { DecisionReason } from '../../sync/contract/records.ts';
import type { CheckInLine } from '../../sync/contract/review.ts';
import type { TimedCheckInRow } from '../storage/projection-store.ts';
import type { Attended } from './attendance.ts';
import { maskName } from './mask.ts';
import { recordTime } from './record-time.ts';

/** A verified check-in as the pages list it. */
export function toLine(row: TimedCheckInRow, plan: ClassPlan): CheckInLine {
  const { id, person, at, method, outcome, direction, minutes, score, device, digest } = row;
  return {
    id,
    person,
    maskedName: maskedNameOf(person, plan),
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
    time: recordTime(row),
  };
}

/** Null for nobody, and for whoever is not on the roster. */
export function maskedNameOf(person: string | null, plan: ClassPlan): string | null {
  const name = plan.people.find(({ id }) => id === person)?.name;
  return name === undefined ? null : maskName(name);
}

type Attending = Pick<TimedCheckInRow, 'outcome' | 'person' | 'session' | 'direction' | 'at'>;

/** Those check-ins that count for attendance. */
export function toAttended(rows: readonly Attending[]): readonly Attended[] {
  return rows.flatMap(({ outcome, person, session, direction, at }) =>
    outcome === 'accepted' && person && session && direction ? [{ person, session, direction, at }] : [],
  );
}
