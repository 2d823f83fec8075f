import { type Static, Type } from 'typebox';
import { Role } from './class-plan.ts';
import {
  ApprovalState,
  CreditDecision,
  CreditReasonCode,
  CreditState,
  CreditTotals,
  PeriodKey,
  RecordRef,
  ToldReason,
  Verdict,
} from './credit.ts';
import { CreditApproval } from './credit-approval.ts';
import { Source } from './policy.ts';
import { Counter, closed, Digest, Id, Instant, nullable, ShortText } from './primitives.ts';
import { Method } from './records.ts';
import { PeriodColumn } from './review.ts';

const Count = Type.Integer({ minimum: 0 });

export const ApprovalSummary = Type.Object(
  {
    ...Type.Pick(CreditApproval, ['version', 'planVersion', 'at', 'by', 'counts', 'size', 'root']).properties,
    state: ApprovalState,
    askedBy: nullable(ShortText),
    /** False when the credit would come out differently now. */
    current: Type.Boolean(),
  },
  closed,
);
export type ApprovalSummary = Static<typeof ApprovalSummary>;

export const EnrolmentState = Type.Union([
  Type.Literal('pending'),
  Type.Literal('accepted'),
  Type.Literal('refused'),
  Type.Literal('missing'),
]);
export type EnrolmentState = Static<typeof EnrolmentState>;

/** The enrolment of a trainee, or of who teaches, at the kiosks, and what a reviewer said of it. */
export const EnrolmentLine = Type.Object(
  {
    person: Id,
    name: ShortText,
    role: Role,
    state: EnrolmentState,
    records: Type.Array(Type.Object({ ...RecordRef.properties, method: Method, at: Instant }, closed)),
    decided: nullable(Type.Object({ by: ShortText, at: Instant, reason: nullable(ShortText) }, closed)),
  },
  closed,
);
export type EnrolmentLine = Static<typeof EnrolmentLine>;

export const CreditCell = Type.Object(
  {
    state: CreditState,
    counts: Type.Boolean(),
    byRule: Type.Boolean(),
    minutes: Count,
    /** Reasons that weigh against it or hold it, the trainee's own; those of the period stand with the period. */
    codes: Type.Array(CreditReasonCode),
    decided: nullable(CreditDecision.properties.verdict),
  },
  closed,
);
export type CreditCell = Static<typeof CreditCell>;

export const CreditPeriod = Type.Object(
  { ...PeriodColumn.properties, exam: Type.Boolean(), reasons: Type.Array(ToldReason) },
  closed,
);
export type CreditPeriod = Static<typeof CreditPeriod>;

const threshold = nullable(Type.Object({ value: Type.Integer(), source: Source }, closed));

/** GET /api/v1/classes/:class/credit: `rows[i].cells[j]` belongs to `periods[j]`. */
export const CreditGrid = Type.Object(
  {
    class: Id,
    now: Instant,
    planVersion: Type.Integer(),
    profile: Type.Object(
      { id: Id, version: Type.Integer(), title: Type.String(), titleEn: Type.String() },
      closed,
    ),
    threshold,
    periods: Type.Array(CreditPeriod),
    rows: Type.Array(
      Type.Object(
        {
          person: Id,
          name: ShortText,
          maskedIdNumber: Type.String(),
          cells: Type.Array(CreditCell),
          totals: CreditTotals,
          /** Under the plan before a late change. */
          before: nullable(CreditTotals),
          /** What a decision about this trainee is based on. */
          digest: Digest,
        },
        closed,
      ),
    ),
    /** Version of the plan before the first late change. */
    beforeVersion: nullable(Type.Integer()),
    enrolments: Type.Array(EnrolmentLine),
    /** Records of the class that are being verified: nothing can be approved meanwhile. */
    waiting: Count,
    approval: nullable(ApprovalSummary),
    /** What an approval is based on. */
    digest: Digest,
  },
  closed,
);
export type CreditGrid = Static<typeof CreditGrid>;

/** GET /api/v1/classes/:class/credit/:person */
export const PersonCreditDetail = Type.Object(
  {
    person: Id,
    digest: Digest,
    threshold,
    totals: CreditTotals,
    before: nullable(CreditTotals),
    credits: Type.Array(
      Type.Object(
        {
          period: CreditPeriod,
          state: CreditState,
          counts: Type.Boolean(),
          byRule: Type.Boolean(),
          minutes: Count,
          /** The trainee's own, then those of the period. */
          reasons: Type.Array(ToldReason),
          decision: nullable(CreditDecision),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type PersonCreditDetail = Static<typeof PersonCreditDetail>;

const PeriodName = Type.Pick(PeriodKey, ['day', 'number'], closed);
const Reason = Type.String({ minLength: 2, maxLength: 200 });

/** POST /api/v1/classes/:class/credit/decisions: every person named, in every period named. */
export const CreditDecisionOrder = Type.Object(
  {
    persons: Type.Array(Type.Object({ person: Id, basedOn: Digest }, closed), { minItems: 1, maxItems: 500 }),
    periods: Type.Array(PeriodName, { minItems: 1, maxItems: 2_000 }),
    verdict: Verdict,
    reason: Reason,
  },
  closed,
);
export type CreditDecisionOrder = Static<typeof CreditDecisionOrder>;

/** POST /api/v1/classes/:class/credit/enrolments. A refusal needs its reason. */
export const EnrolmentDecisionOrder = Type.Object(
  {
    persons: Type.Array(Id, { minItems: 1, maxItems: 500 }),
    verdict: Type.Union([Type.Literal('accept'), Type.Literal('refuse')]),
    /** Digests of the enrolment records that were looked at: one that came since is not decided about unseen. */
    seen: Type.Optional(Type.Array(Digest, { maxItems: 5_000 })),
    reason: Type.Optional(Reason),
  },
  closed,
);
export type EnrolmentDecisionOrder = Static<typeof EnrolmentDecisionOrder>;

/** POST /api/v1/classes/:class/credit/leaves */
export const LeaveOrder = Type.Object(
  {
    person: Id,
    periods: Type.Array(PeriodName, { minItems: 1, maxItems: 2_000 }),
    /** False takes a leave back. */
    granted: Type.Optional(Type.Boolean()),
    reason: Reason,
  },
  closed,
);
export type LeaveOrder = Static<typeof LeaveOrder>;

/** POST /api/v1/classes/:class/credit/approvals */
export const ApprovalOrder = Type.Object({ basedOn: Digest }, closed);
/** POST /api/v1/classes/:class/credit/approvals/:version/withdrawal: once each by two reviewers. */
export const WithdrawalOrder = Type.Object({ reason: Reason }, closed);

/** Where what was done stands in the server's own log. */
export const CreditEntry = Type.Object({ entry: Counter }, closed);
export type CreditEntry = Static<typeof CreditEntry>;
