import type { Amount, MoneyFacts, Prepayment } from '../../sync/contract/money.ts';
import type { TrainingRules } from '../../sync/contract/policy.ts';
import { countyRules } from './money/county.ts';
import type { MoneyRule } from './money/lines.ts';
import { wenzhouRules } from './money/wenzhou.ts';
import { yiwuRules } from './money/yiwu.ts';

const moneyRules: Readonly<Record<string, MoneyRule>> = { ...yiwuRules, ...wenzhouRules, ...countyRules };

/**
 * What one person is worth, as lines in fen, each with its clause. `reading`: code of the reading that a reviewer
 * chose, where the text can be read in several ways.
 */
export function amountOf(rules: TrainingRules, facts: MoneyFacts, reading?: string): Amount {
  const rule = moneyRules[rules.money.value];
  if (rule) return rule(facts, { type: rules.name, reading });
  return {
    kind: 'unset',
    reason: {
      code: 'elsewhere',
      text: '补贴标准见另行文件，本系统不设金额。',
      textEn: 'The amount stands in another document; none is set here.',
      source: rules.money.source,
    },
  };
}

/** 先行拨付 of a sum in fen, null while that is unset; parts of a fen count up, for it is a least. */
export function prepaymentOf(
  rules: TrainingRules,
  { totalFen, forProjects }: { readonly totalFen: number | null; readonly forProjects: boolean },
): Prepayment | null {
  const figure = (forProjects && rules.prepayPercentForProjects) || rules.prepayPercent;
  if (!figure) return null;
  const leastFen = totalFen === null ? null : Math.ceil((totalFen * figure.value) / 100);
  return { percent: figure.value, leastFen, source: figure.source };
}
