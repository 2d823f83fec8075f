import type { CreditTotals, MeetsThreshold } from '../../sync/contract/credit.ts';
import type { TrainingRules } from '../../sync/contract/policy.ts';
import { meetsPercent } from '../policy/attendance-threshold.ts';
import type { Credit, PeriodOfClass } from './class-credit.ts';

/**
 * Pure: what counts of the filed periods without exams, in integers (rules.md §4.2, §4.3). What is held and undecided,
 * or not over, may still come to count.
 */
export function totalsOf(
  periods: readonly PeriodOfClass[],
  credits: readonly Credit[],
  threshold: TrainingRules['attendancePercent'],
): CreditTotals {
  const own = credits.filter((_, index) => periods[index]?.exam === false);
  const count = (is: (credit: Credit) => boolean) => own.filter(is).length;
  const total = own.length;
  const counted = count(({ counts }) => counts);
  const held = count(({ state, decision }) => state === 'held' && decision === null);
  const pending = count(({ state }) => state === 'pending');
  const percent = total === 0 ? 0 : Math.floor((counted * 100) / total);
  return {
    counted,
    total,
    held,
    pending,
    percent,
    meets: meets({ counted, total, held, pending }, threshold),
  };
}

function meets(
  { counted, total, held, pending }: Pick<CreditTotals, 'counted' | 'total' | 'held' | 'pending'>,
  threshold: TrainingRules['attendancePercent'],
): MeetsThreshold {
  if (threshold === null) return 'no-threshold';
  if (total > 0 && meetsPercent(counted, total, threshold.value)) return 'yes';
  return total > 0 && meetsPercent(counted + held + pending, total, threshold.value) ? 'undecided' : 'no';
}
