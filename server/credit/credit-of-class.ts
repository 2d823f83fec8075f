import type { ClassPlan, PlanPerson } from '../../sync/contract/class-plan.ts';
import type { CreditDecision } from '../../sync/contract/credit.ts';
import { groupBy } from '../group-by.ts';
import type { ClassCredit, Credit, PeriodOfClass, PersonCredit } from './class-credit.ts';
import type { CreditFacts, DecisionFact, LeaveFact } from './facts.ts';
import { type IndexedFacts, indexFacts } from './index-facts.ts';
import { type EnrolmentJudge, enrolmentJudge } from './judge-enrolment.ts';
import { isOver, judgePeriods } from './judge-period.ts';
import { judgePerson } from './judge-person.ts';
import { totalsOf } from './totals.ts';
import { notOver, weigh } from './weigh.ts';

/**
 * 学时认定. Pure: what each trainee's each filed period came to, and why. The same facts give the same bytes of
 * canonical JSON, in whatever order their rows come.
 */
export function creditOfClass(facts: CreditFacts): ClassCredit {
  const { plan, planBefore, profile, rules } = facts;
  const judged = judgeUnder(facts);
  const before = planBefore && judgeUnder({ ...facts, plan: planBefore });
  const enrolments = enrolmentJudge(facts);
  const { id, version } = profile;
  return {
    class: plan.class,
    planVersion: plan.version,
    profile: { id, version },
    threshold: rules.attendancePercent,
    periods: judged.periods,
    people: judged.people.map((one) => ({
      ...one,
      before: before?.people.find(({ person }) => person === one.person)?.totals ?? null,
    })),
    enrolments: enrolledFor(plan).map((person) => enrolments.lineOf(person)),
    beforeVersion: planBefore?.version ?? null,
  };
}

/** Whose enrolment a reviewer looks at: the trainees', then those of who teaches. */
export function enrolledFor({ people, periods }: ClassPlan): readonly PlanPerson[] {
  const teaching = new Set(periods.map(({ teacher }) => teacher));
  const isTrainee = ({ role }: PlanPerson) => role === 'trainee';
  return [...people.filter(isTrainee), ...people.filter(({ id }) => teaching.has(id))];
}

interface Judged {
  readonly periods: readonly PeriodOfClass[];
  readonly people: readonly PersonCredit[];
}

function judgeUnder(given: CreditFacts): Judged {
  const facts = indexFacts(given);
  const enrolments = enrolmentJudge(facts);
  const periods = judgePeriods(facts, enrolments);
  const words = wordsOf(facts);
  const people = facts.plan.people
    .filter(({ role }) => role === 'trainee')
    .map(({ id: person }) => {
      const credits = periods.map((period) => creditOf(facts, enrolments, words, { person, period }));
      const totals = totalsOf(periods, credits, facts.rules.attendancePercent);
      return { person, credits, totals, before: null };
    });
  return { periods, people };
}

/** What people said, newest first, under who and when it is about. */
interface Words {
  readonly decisions: ReadonlyMap<string, readonly DecisionFact[]>;
  readonly leaves: ReadonlyMap<string, readonly LeaveFact[]>;
  readonly elsewhere: ReadonlyMap<string, CreditFacts['elsewhere']>;
}

function wordsOf({ decisions, leaves, elsewhere }: CreditFacts): Words {
  const newestFirst = <T extends { readonly entry: number }>(of: readonly T[]) =>
    [...of].sort((a, b) => b.entry - a.entry);
  return {
    decisions: groupBy(newestFirst(decisions), ownKey),
    leaves: groupBy(newestFirst(leaves), ownKey),
    elsewhere: groupBy(elsewhere, ({ person }) => person),
  };
}

interface Key {
  readonly day: string;
  readonly number: number;
  readonly startAt: number;
}

const keyOf = (person: string, { day, number, startAt }: Key): string =>
  `${person} ${day} ${number} ${startAt}`;
const ownKey = (said: Key & { readonly person: string }): string => keyOf(said.person, said);

function creditOf(
  facts: IndexedFacts,
  enrolments: EnrolmentJudge,
  words: Words,
  { person, period }: { readonly person: string; readonly period: PeriodOfClass },
): Credit {
  if (!isOver(facts, period)) return notOver;
  const key = keyOf(person, period);
  const onLeave = words.leaves.get(key)?.[0]?.granted === true;
  const elsewhere = words.elsewhere.get(person) ?? [];
  const judged = judgePerson(facts, enrolments, { person, period, onLeave, elsewhere });
  return weigh(judged, period, decisionOf(words.decisions.get(key)?.[0]));
}

function decisionOf(newest: DecisionFact | undefined): CreditDecision | null {
  if (!newest || newest.verdict === 'none') return null;
  const { verdict, by, at, entry, reason } = newest;
  return { verdict, by, at, entry: String(entry), reason };
}
