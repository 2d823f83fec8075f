import type { PlanPerson } from '../../sync/contract/class-plan.ts';
import type { CreditReason } from '../../sync/contract/credit.ts';
import type { EnrolmentLine } from '../../sync/contract/credit-review.ts';
import { groupBy } from '../group-by.ts';
import { ours } from './defaults.ts';
import type { CreditFacts, EnrolmentDecisionFact, EnrolmentFact } from './facts.ts';
import { byPlace, byTime, inOrder, reason } from './reasons.ts';

type State = 'accepted' | 'pending' | 'refused';

interface Judged extends EnrolmentFact {
  readonly state: State;
}

export interface EnrolmentJudge {
  /** What stands of a person's enrolments that were made before a period ended. */
  reasonFor(person: string, endAt: number): CreditReason;
  lineOf(person: PlanPerson): EnrolmentLine;
}

/**
 * Who was enrolled, and whether a reviewer accepted it. A word covers the records that were looked at: who is enrolled
 * anew needs a new one, for the periods from then on.
 */
export function enrolmentJudge(
  facts: Pick<CreditFacts, 'enrolments' | 'enrolmentDecisions'>,
): EnrolmentJudge {
  const decisions = groupBy(
    [...facts.enrolmentDecisions].sort((a, b) => b.entry - a.entry),
    ({ person }) => person,
  );
  const judged = new Map(
    [...groupBy([...facts.enrolments].sort(byTime), ({ person }) => person)].map(([person, own]) => [
      person,
      own.map((one) => ({ ...one, state: stateOf(one, decisions.get(person) ?? []) })),
    ]),
  );
  const known = new Map<readonly Judged[], CreditReason>();
  return {
    reasonFor: (person, endAt) => {
      const own = judged.get(person) ?? [];
      const isBefore = ({ at, isDated }: Judged) => !isDated || at < endAt;
      if (!own.every(isBefore)) return reasonOf(own.filter(isBefore));
      // The same for nearly all periods: made once.
      const made = known.get(own) ?? reasonOf(own);
      known.set(own, made);
      return made;
    },
    lineOf: (person) => lineOf(person, judged.get(person.id) ?? [], decisions.get(person.id)?.[0]),
  };
}

/** By the newest decision that looked at it. */
function stateOf({ record }: EnrolmentFact, newestFirst: readonly EnrolmentDecisionFact[]): State {
  const decided = newestFirst.find(({ records }) => records.includes(record.digest));
  if (!decided) return 'pending';
  return decided.accepted ? 'accepted' : 'refused';
}

/**
 * At each kiosk the newest of each method counts: it took the place of those before it. By its place in the kiosk's
 * log, for whoever enrols a proxy can set the clock back for it.
 */
function inForce(own: readonly Judged[]): readonly Judged[] {
  const inLogs = [...own].sort((a, b) => byPlace(a.record, b.record));
  const kept = groupBy(inLogs, ({ method, record }) => `${record.device} ${method}`);
  return [...kept.values()].flatMap((ofMethod) => ofMethod.slice(-1));
}

function reasonOf(own: readonly Judged[]): CreditReason {
  const force = inForce(own);
  const of = (state: State) => force.filter((one) => one.state === state);
  const told = (some: readonly Judged[]) => ({
    source: ours.enrolment,
    records: inOrder(some.map(({ record }) => record)),
  });
  if (force.length === 0) return reason('holds', 'enrolment-missing', told([]));
  if (of('refused').length > 0) return reason('against', 'enrolment-refused', told(of('refused')));
  if (of('pending').length > 0) return reason('holds', 'enrolment-pending', told(of('pending')));
  return reason('for', 'enrolment-accepted', told(force));
}

function lineOf(
  { id: person, name, role }: PlanPerson,
  own: readonly Judged[],
  newest: EnrolmentDecisionFact | undefined,
): EnrolmentLine {
  const force = inForce(own);
  const has = (state: State) => force.some((one) => one.state === state);
  const open = has('pending') ? 'pending' : 'accepted';
  return {
    ...{ person, name, role },
    state: force.length === 0 ? 'missing' : has('refused') ? 'refused' : open,
    records: own.map(({ record, method, at }) => ({ ...record, method, at })),
    decided: newest ? { by: newest.by, at: newest.at, reason: newest.reason } : null,
  };
}
