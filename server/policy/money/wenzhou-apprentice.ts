import type { MoneyFacts, MoneyLine } from '../../../sync/contract/money.ts';
import { amount, capLine, line, type MoneyRule, missing, needs, nothing, yuan } from './lines.ts';
import { wenzhou } from './wenzhou-figures.ts';

/** A year: the cost if below 4000 yuan, else the greater of 4000 and 60 %, 6000 at most; half with a 合格证书 alone. */
export const wenzhouApprentice: MoneyRule = ({ apprentice: who, certificate: got }) => {
  if (!who) return missing(needs.apprentice);
  if (who.kind === 'student') return student(who);
  if (who.costFen === undefined) return missing(needs.apprentice);
  if (!got) return missing(needs.certificate);
  const whole = byCost(who.costFen);
  return amount(got.kind === 'pass' ? [...whole, halfOff(whole)] : whole);
};

function byCost(costFen: number): MoneyLine[] {
  const { apprenticeAtCost: limit, apprenticeLeast: least, apprenticePercent: percent } = wenzhou;
  if (costFen < limit.value) {
    return [
      line(
        'cost',
        [`实际培训费 ${yuan(costFen)} 元`, `Cost of ${yuan(costFen)} yuan`],
        costFen,
        limit.source,
      ),
    ];
  }
  const share = Math.floor((costFen * percent.value) / 100);
  const lines =
    share > least.value
      ? [
          line(
            'share',
            [`实际培训费的 ${percent.value}%`, `${percent.value} % of the cost`],
            share,
            percent.source,
          ),
        ]
      : [
          line(
            'least',
            [`就高取 ${yuan(least.value)} 元`, `At least ${yuan(least.value)} yuan`],
            least.value,
            least.source,
          ),
        ];
  return [...lines, ...capLine(lines, wenzhou.apprenticeCap)];
}

/** Parts of a fen are dropped from what is paid. */
function halfOff(lines: readonly MoneyLine[]): MoneyLine {
  const { value, source } = wenzhou.passOnlyPercent;
  const whole = lines.reduce((sum, { fen }) => sum + fen, 0);
  const paid = Math.floor((whole * value) / 100);
  return line(
    'pass-only',
    [`仅取得培训合格证书，按 ${value}% 支付`, `Only a 合格证书: ${value} %`],
    paid - whole,
    source,
  );
}

function student({ allowanceFen, employedAfter }: NonNullable<MoneyFacts['apprentice']>) {
  const { student: most, studentEmployed } = wenzhou;
  if (allowanceFen === undefined || employedAfter === undefined) return missing(needs.apprentice);
  if (!employedAfter) {
    return nothing(
      'student-not-employed',
      ['培训后未签订劳动合同和缴纳社会保险。', 'Not employed and insured after the training.'],
      studentEmployed.source,
    );
  }
  const texts = [`实习津贴 ${yuan(allowanceFen)} 元`, `Allowance of ${yuan(allowanceFen)} yuan`] as const;
  const base = [line('student-apprentice', texts, allowanceFen, most.source)];
  return amount([...base, ...capLine(base, most)]);
}
