import type { ClassCredit, Credit } from '../../../server/credit/class-credit.ts';
import { creditOfClass } from '../../../server/credit/credit-of-class.ts';
import type { CheckInFact, CreditFacts } from '../../../server/credit/facts.ts';
import { rulesOf } from '../../../server/policy/profiles.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import type { RecordRef } from '../../../sync/contract/credit.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';

export const trainees = ['per_1', 'per_2'] as const;
let seq = 0;

export function ref(device = 'dev_test'): RecordRef {
  seq += 1;
  return { device, seq: String(seq), digest: sha256(`record ${seq}`) };
}

/** `minutes` after nine. */
export function press(
  person: string,
  direction: 'in' | 'out',
  minutes: number,
  change: Partial<CheckInFact> = {},
): CheckInFact {
  const session = minutes < 200 ? 'ses_am' : 'ses_pm';
  const at = nine + minutes * minute;
  return { person, session, direction, at, timeProven: true, record: ref(), ...change };
}

/** Morning 09:00–09:40, 09:50–10:30; afternoon 13:30–14:10, 14:20–15:00. */
function wholeDay(person: string): readonly CheckInFact[] {
  return [
    press(person, 'in', -5),
    press(person, 'out', 91),
    press(person, 'in', 265),
    press(person, 'out', 361),
  ];
}

/** A class in which all went as it should. */
export function honestFacts(change: Partial<CreditFacts> = {}, plan: ClassPlan = samplePlan()): CreditFacts {
  const found = rulesOf(plan);
  if (!found) throw new Error('no such policy');
  const everybody = [...trainees, 'per_teacher'];
  const enrolments = everybody.map((person) => ({
    ...{ person, method: 'face' as const, at: nine - 60 * minute, isDated: true },
    record: ref(),
  }));
  return {
    plan,
    planBefore: undefined,
    profile: found.profile,
    rules: found.rules,
    now: nine + 24 * 60 * minute,
    heardAt: nine + 23 * 60 * minute,
    checkIns: everybody.flatMap(wholeDay),
    heldCheckIns: [],
    film: [
      {
        device: 'dev_test',
        session: 'ses_am',
        startAt: nine - minute,
        endAt: nine + 91 * minute,
        state: 'verified',
      },
    ],
    gaps: [],
    pictureFaults: [],
    looks: [{ session: 'ses_am', at: nine + 10 * minute, heads: 3, record: ref() }],
    enrolments,
    elsewhere: [],
    decisions: [],
    leaves: [],
    enrolmentDecisions: [
      {
        ...{ entry: 1, by: 'reviewer', at: nine - 30 * minute, accepted: true, reason: null },
        ...{ person: 'per_1', records: enrolments.map(({ record }) => record.digest) },
      },
      {
        ...{ entry: 2, by: 'reviewer', at: nine - 30 * minute, accepted: true, reason: null },
        ...{ person: 'per_2', records: enrolments.map(({ record }) => record.digest) },
      },
      {
        ...{ entry: 3, by: 'reviewer', at: nine - 30 * minute, accepted: true, reason: null },
        ...{ person: 'per_teacher', records: enrolments.map(({ record }) => record.digest) },
      },
    ],
    ...change,
  };
}

/** The first trainee's credits, in the order of the periods. */
export function creditsOf(facts: CreditFacts, person = 'per_1'): readonly Credit[] {
  return personOf(creditOfClass(facts), person).credits;
}

export function personOf(credit: ClassCredit, person = 'per_1') {
  const found = credit.people.find((one) => one.person === person);
  if (!found) throw new Error('no such trainee');
  return found;
}

/** `held enrolment-pending` of each period: its state, whether it counts, and what speaks against it. */
export function told(facts: CreditFacts, person = 'per_1'): readonly string[] {
  const { periods, people } = creditOfClass(facts);
  const own = people.find((one) => one.person === person)?.credits ?? [];
  return own.map(({ state, counts, reasons }, index) => {
    const all = [...reasons, ...(periods[index]?.reasons ?? [])];
    const contrary = all.filter(({ weighs }) => weighs !== 'for').map(({ code }) => code);
    return [counts ? '+' : '-', state, ...contrary].join(' ');
  });
}

export const withoutChecks = (facts: CreditFacts, person: string): readonly CheckInFact[] =>
  facts.checkIns.filter((one) => one.person !== person);
