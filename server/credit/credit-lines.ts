import type { CreditLine, CreditReason } from '../../sync/contract/credit.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import type { NewLine } from '../storage/credit-store.ts';
import type { ClassCredit, Credit, PeriodOfClass } from './class-credit.ts';

/** Every trainee's every period, a trainee after another, in the order of the plan: the leaves of an approval. */
export function creditLines(credit: ClassCredit): readonly NewLine[] {
  return credit.people.flatMap(({ person, credits }) =>
    credits.map((one, index) => {
      const period = credit.periods[index] as PeriodOfClass;
      const text = canonicalJson(lineOf(credit.class, person, period, one));
      return { person, day: period.day, number: period.number, text };
    }),
  );
}

function lineOf(classId: string, person: string, period: PeriodOfClass, credit: Credit): CreditLine {
  const { day, number, startAt, endAt, kind, exam } = period;
  const { state, byRule, counts, decision } = credit;
  return {
    v: 1,
    class: classId,
    person,
    period: { day, number, startAt, endAt, kind, exam },
    ...{ state, byRule, counts },
    reasons: [...credit.reasons, ...period.reasons].map(short),
    decision: decision && {
      ...{ verdict: decision.verdict, by: decision.by },
      ...{ at: decision.at, entry: decision.entry },
    },
  };
}

/** What decided and on which records; sentences are made from it, and may be worded better one day. */
function short({ code, weighs, records }: CreditReason): CreditLine['reasons'][number] {
  return { code, weighs, records: [...records] };
}
