import type { CreditDecision, CreditReason, CreditState, CreditTotals } from '../../sync/contract/credit.ts';
import type { EnrolmentLine } from '../../sync/contract/credit-review.ts';
import type { TrainingRules } from '../../sync/contract/policy.ts';

export interface PeriodOfClass {
  readonly day: string;
  readonly number: number;
  readonly session: string;
  readonly kind: 'theory' | 'practice';
  /** Attended like the others, and no part of what is counted. */
  readonly exam: boolean;
  readonly topic: string;
  readonly startAt: number;
  readonly endAt: number;
  /** What holds for everybody in it. */
  readonly reasons: readonly CreditReason[];
}

export interface Credit {
  readonly state: CreditState;
  /** Whole minutes late or early; 0 otherwise. */
  readonly minutes: number;
  readonly byRule: boolean;
  readonly counts: boolean;
  /** The trainee's own; those of the period stand there. */
  readonly reasons: readonly CreditReason[];
  readonly decision: CreditDecision | null;
}

export interface PersonCredit {
  readonly person: string;
  /** One a period, in the order of the periods. */
  readonly credits: readonly Credit[];
  readonly totals: CreditTotals;
  /** Under the plan before the first late change; null when there was none, or the person was not in it. */
  readonly before: CreditTotals | null;
}

/** What a class came to: nothing in it depends on when it was reckoned, once all periods are over. */
export interface ClassCredit {
  readonly class: string;
  readonly planVersion: number;
  readonly profile: { readonly id: string; readonly version: number };
  readonly threshold: TrainingRules['attendancePercent'];
  readonly periods: readonly PeriodOfClass[];
  readonly people: readonly PersonCredit[];
  readonly enrolments: readonly EnrolmentLine[];
  readonly beforeVersion: number | null;
}
