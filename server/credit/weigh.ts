import type { CreditDecision, CreditReason, CreditState } from '../../sync/contract/credit.ts';
import { minutesOf } from './attended.ts';
import type { Credit, PeriodOfClass } from './class-credit.ts';
import type { PersonJudged } from './judge-person.ts';

export const notOver: Credit = {
  state: 'pending',
  minutes: 0,
  byRule: false,
  counts: false,
  reasons: [],
  decision: null,
};

/**
 * Pure: weighs a trainee's reasons and those of the period. What is missing of an attendance can only be mended by what
 * still hangs about it; what is whole is undone by anything against it, and held by anything that contradicts it. A
 * reviewer's decision says what counts, and leaves state and reasons as they are.
 */
export function weigh(
  { attended, reasons }: PersonJudged,
  { exam, reasons: ofPeriod }: PeriodOfClass,
  decision: CreditDecision | null,
): Credit {
  const any = (weighs: CreditReason['weighs']) => has(reasons, weighs) || has(ofPeriod, weighs);
  const isAgainst = any('against');
  const isHeld = !isAgainst && any('holds');
  const state =
    attended.state === 'present' ? (isHeld ? 'held' : 'present') : missed(attended.state, reasons);
  const byRule = state === 'present' && !isAgainst;
  const counts = exam ? byRule : decision ? decision.verdict === 'count' : byRule;
  return { state, minutes: minutesOf(attended), byRule, counts, reasons, decision };
}

const mends: ReadonlySet<CreditReason['code']> = new Set(['check-in-held', 'kiosk-not-heard']);

function missed(state: CreditState, reasons: readonly CreditReason[]): CreditState {
  if (reasons.some(({ code }) => mends.has(code))) return 'held';
  return reasons.some(({ code }) => code === 'on-leave') ? 'on-leave' : state;
}

function has(reasons: readonly CreditReason[], weighs: CreditReason['weighs']): boolean {
  return reasons.some((one) => one.weighs === weighs);
}
