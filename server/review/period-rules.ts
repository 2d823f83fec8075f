import type { CheckInRules } from '../../sync/contract/class-plan.ts';

/** What of one period may be missed. */
export type PeriodRules = Pick<CheckInRules, 'lateAfterMinutes' | 'checkOutOpensBeforeEndMinutes'>;

/**
 * One checks out before the end of the half-day's last period (rules.md §4.8). Who leaves before the end of another
 * may be away as long as one may be late.
 */
export function periodRules(
  { lateAfterMinutes, checkOutOpensBeforeEndMinutes }: PeriodRules,
  isLast: boolean,
): PeriodRules {
  return {
    lateAfterMinutes,
    checkOutOpensBeforeEndMinutes: isLast ? checkOutOpensBeforeEndMinutes : lateAfterMinutes,
  };
}

/** Late, early and away together, minutes: no period is made of leave alone. */
export function mostMissedMinutes({ lateAfterMinutes, checkOutOpensBeforeEndMinutes }: PeriodRules): number {
  return Math.max(lateAfterMinutes, checkOutOpensBeforeEndMinutes);
}
