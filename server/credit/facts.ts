import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { RecordRef, Verdict } from '../../sync/contract/credit.ts';
import type { FindingCode } from '../../sync/contract/findings.ts';
import type { PictureFault } from '../../sync/contract/lesson-records.ts';
import type { Profile, TrainingRules } from '../../sync/contract/policy.ts';
import type { Method } from '../../sync/contract/records.ts';
import type { UncoveredStretch } from '../../sync/contract/replay.ts';

/** A verified, accepted check-in or check-out. */
export interface CheckInFact {
  readonly person: string;
  readonly session: string;
  readonly direction: 'in' | 'out';
  /** By the kiosk's clock, which `timeProven` says agrees with the server's. */
  readonly at: number;
  /** Written between two words of the server, with no sign of a moved clock. */
  readonly timeProven: boolean;
  readonly record: RecordRef;
}

/** A check-in that is kept and does not count by itself. */
export interface HeldCheckInFact {
  readonly person: string;
  readonly session: string;
  readonly direction: 'in' | 'out' | null;
  readonly heldFor: FindingCode;
  readonly record: RecordRef;
}

/** A stretch of the room camera's film. */
export interface FilmFact {
  readonly device: string;
  readonly session: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly state: 'verified' | 'damaged' | 'announced';
}

/** What a kiosk signed of its own gaps. */
export interface GapFact {
  readonly session: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly cause: UncoveredStretch['cause'];
  readonly record: RecordRef;
}

export interface PictureFaultFact {
  readonly session: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly fault: PictureFault;
  readonly record: RecordRef;
}

/** Heads counted in the room. */
export interface LookFact {
  readonly session: string;
  readonly at: number;
  readonly heads: number;
  readonly record: RecordRef;
}

export interface EnrolmentFact {
  readonly person: string;
  readonly method: Method;
  /** By the kiosk's clock. */
  readonly at: number;
  /** False where that clock is known to be wrong: it may have been made before any period. */
  readonly isDated: boolean;
  readonly record: RecordRef;
}

/** Somebody of this class, checked in in another one under the same ID number. */
export interface ElsewhereFact {
  readonly person: string;
  readonly class: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly records: readonly RecordRef[];
}

interface Entry {
  /** Place in the server's own log: of two that contradict each other the later counts. */
  readonly entry: number;
  readonly by: string;
  readonly at: number;
}

interface OfPeriod {
  readonly day: string;
  readonly number: number;
  /** Said of the period at this time; one that was moved needs a new word. */
  readonly startAt: number;
}

export interface DecisionFact extends Entry, OfPeriod {
  readonly person: string;
  readonly verdict: Verdict;
  readonly reason: string;
}

export interface LeaveFact extends Entry, OfPeriod {
  readonly person: string;
  readonly granted: boolean;
}

export interface EnrolmentDecisionFact extends Entry {
  readonly person: string;
  readonly accepted: boolean;
  readonly reason: string | null;
  /** Digests of the enrolment records that were looked at: a later one needs a new word. */
  readonly records: readonly string[];
}

/** All that credit of one class is judged from. The order of rows says nothing. */
export interface CreditFacts {
  readonly plan: ClassPlan;
  /** The plan before the first change that came too late; undefined when none did. */
  readonly planBefore: ClassPlan | undefined;
  readonly profile: Pick<Profile, 'id' | 'version' | 'title' | 'titleEn'>;
  readonly rules: TrainingRules;
  /** Epoch ms. */
  readonly now: number;
  /** Up to when every kiosk that took part in the class has spoken to us. */
  readonly heardAt: number | null;
  readonly checkIns: readonly CheckInFact[];
  readonly heldCheckIns: readonly HeldCheckInFact[];
  readonly film: readonly FilmFact[];
  readonly gaps: readonly GapFact[];
  readonly pictureFaults: readonly PictureFaultFact[];
  readonly looks: readonly LookFact[];
  readonly enrolments: readonly EnrolmentFact[];
  readonly elsewhere: readonly ElsewhereFact[];
  readonly decisions: readonly DecisionFact[];
  readonly leaves: readonly LeaveFact[];
  readonly enrolmentDecisions: readonly EnrolmentDecisionFact[];
}
