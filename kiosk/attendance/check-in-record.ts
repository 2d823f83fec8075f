import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { CheckInNotice } from '../../sync/contract/kiosk-view.ts';
import type { MatchEvidence, RecordData } from '../../sync/contract/records.ts';
import { maskName } from '../plan/timetable.ts';
import type { Decision, Identity } from './decide.ts';

/** Who tried, with what was measured, and when it was decided. */
export interface DecidedAttempt {
  readonly identity: Identity | undefined;
  readonly evidence: MatchEvidence;
  readonly at: number;
}

/** The record of a decided attempt, and the class that it belongs to. */
export function toRecord(
  id: string,
  decision: Decision,
  { identity, evidence, at }: DecidedAttempt,
  plans: readonly ClassPlan[],
): { classId: string | null; data: RecordData<'check-in'> } {
  const { session, person, kind, direction, reason, minutes } = decision;
  const classId = identity?.class ?? session?.plan.class ?? null;
  const plan = plans.find((candidate) => candidate.class === classId);
  const data: RecordData<'check-in'> = {
    id,
    session: session?.id ?? null,
    person: identity?.person ?? null,
    role: person?.role ?? null,
    method: evidence.kind,
    outcome: kind === 'accepted' ? 'accepted' : 'refused',
    direction,
    reason,
    minutes,
    at,
    planVersion: plan?.version ?? null,
    evidence,
  };
  return { classId, data };
}

/** What the page says of a decision, for `shownMs`. */
export function toNotice(
  id: string,
  { kind, reason, person, minutes }: Decision,
  method: CheckInNotice['method'],
  at: number,
  shownMs: number,
): CheckInNotice {
  return {
    id,
    kind,
    reason,
    maskedName: person ? maskName(person.name) : null,
    role: person?.role ?? null,
    method,
    minutes,
    at,
    until: at + shownMs,
  };
}
