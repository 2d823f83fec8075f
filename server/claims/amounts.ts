import type { ClaimRow, Reckoning } from '../../sync/contract/claims.ts';
import type { Amount, MoneyFacts } from '../../sync/contract/money.ts';
import type { TrainingRules } from '../../sync/contract/policy.ts';
import { amountOf, prepaymentOf } from '../policy/money.ts';

interface Choice {
  readonly rules: TrainingRules;
  readonly forProjects: boolean;
  /** Codes of the readings that a reviewer chose, the newest first. */
  readonly readings: readonly string[];
}

/** An amount under the newest chosen reading that it knows; the lowest while none is chosen. */
export function readAmount(
  facts: MoneyFacts,
  { rules, readings }: Pick<Choice, 'rules' | 'readings'>,
): Amount {
  for (const reading of readings) {
    const amount = amountOf(rules, facts, reading);
    if (amount.kind === 'amount' && amount.reading?.chosen) return amount;
  }
  return amountOf(rules, facts);
}

/** The rows' amounts under the chosen readings, and what they sum up to. */
export function reckonAmounts(rows: readonly ClaimRow[], choice: Choice): Reckoning {
  const { rules, forProjects } = choice;
  const read = rows.map((row) =>
    row.money === null ? row : { ...row, amount: readAmount(row.money, choice) },
  );
  const claimed = read.filter(({ blocks }) => blocks.length === 0);
  const fens = claimed.map(({ amount }) => (amount?.kind === 'amount' ? amount.totalFen : null));
  const fen = sum(fens);
  const mostFen = sum(claimed.map(({ amount }) => mostOf(amount)));
  return {
    rows: read,
    totals: {
      claimed: claimed.length,
      fen,
      mostFen: mostFen === fen ? null : mostFen,
      prepayment: prepaymentOf(rules, { totalFen: fen, forProjects }),
    },
    readings: readingsOf(claimed),
  };
}

/** Null as soon as one of them is. */
function sum(fens: readonly (number | null)[]): number | null {
  return fens.reduce<number | null>((total, fen) => (total === null || fen === null ? null : total + fen), 0);
}

/** The highest that an open reading comes to. */
function mostOf(amount: Amount | null): number | null {
  if (amount?.kind !== 'amount') return null;
  const open = amount.reading !== null && !amount.reading.chosen;
  return Math.max(amount.totalFen, ...(open ? amount.alternatives.map(({ totalFen }) => totalFen) : []));
}

function readingsOf(rows: readonly ClaimRow[]): Reckoning['readings'] {
  const found = new Map<string, Reckoning['readings'][number]>();
  for (const { amount } of rows) {
    if (amount?.kind !== 'amount' || amount.reading === null) continue;
    for (const { code, text, textEn } of [amount.reading, ...amount.alternatives]) {
      const chosen = code === amount.reading.code && amount.reading.chosen;
      if (!found.has(code) || chosen) found.set(code, { code, text, textEn, chosen });
    }
  }
  return [...found.values()].sort((a, b) => Number(b.chosen) - Number(a.chosen));
}

/** People whose amount can be read in several ways, and nobody chose. */
export const undecided = ({ rows }: Reckoning): number =>
  rows.filter(
    ({ blocks, amount }) =>
      blocks.length === 0 && amount?.kind === 'amount' && amount.reading?.chosen === false,
  ).length;
