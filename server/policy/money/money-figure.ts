import type { AmountFigure, Figure } from '../../../sync/contract/policy.ts';
import { type Reading, says } from '../figures.ts';

/** A figure that amounts are reckoned from, in its unit. */
export interface MoneyFigure extends Figure<number> {
  readonly unit: AmountFigure['unit'];
}

export function inUnit(
  unit: MoneyFigure['unit'],
  value: number,
  clause: string,
  phrase: string,
  reading?: Reading,
): MoneyFigure {
  return { unit, ...says(value, clause, phrase, reading) };
}

/** What must be so for an amount to be paid. */
export function flag(value: true, clause: string, phrase: string): Figure<true> {
  return says(value, clause, phrase);
}
