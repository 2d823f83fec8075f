import { amountOf } from '../../../../server/policy/money.ts';
import { rulesOf } from '../../../../server/policy/profiles.ts';
import type { Amount, MoneyFacts } from '../../../../sync/contract/money.ts';
import type { TrainingRules } from '../../../../sync/contract/policy.ts';

const passed: MoneyFacts = {
  countedPeriods: 24,
  countedDays: 3,
  classPeriods: 24,
  classDays: 3,
  classPeople: 40,
  certificate: { kind: 'pass' },
};

export function rulesFor(profile: string, trainingKind: string): TrainingRules {
  const found = rulesOf({ profile, trainingKind });
  if (!found) throw new Error(`no rules for ${profile} ${trainingKind}`);
  return found.rules;
}

/** The amount of one who passed a class of 24 periods with 40 people, but for what is given. */
export function amountFor(
  profile: string,
  type: string,
  facts: Partial<MoneyFacts> = {},
  reading?: string,
): Amount {
  return amountOf(rulesFor(profile, type), { ...passed, ...facts }, reading);
}

/** The lowest amount, and those of the other readings, in yuan; throws when there is none. */
export function yuanOf(amount: Amount): readonly number[] {
  if (amount.kind !== 'amount') throw new Error(`no amount: ${JSON.stringify(amount)}`);
  return [amount.totalFen, ...amount.alternatives.map(({ totalFen }) => totalFen)].map((fen) => fen / 100);
}

/** The clause of each line. */
export function clausesOf(amount: Amount): readonly (string | null)[] {
  if (amount.kind !== 'amount') throw new Error('no amount');
  return amount.lines.map(({ source }) => (source.kind === 'clause' ? source.clause : null));
}

export const vocational = (level: 'junior' | 'middle' | 'senior' | 'technician' | 'senior-technician') =>
  ({ kind: 'vocational', level }) as const;
