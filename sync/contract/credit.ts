import { type Static, Type } from 'typebox';
import { Source } from './policy.ts';
import { CivilDay, Counter, closed, Digest, Id, Instant, nullable, ShortText } from './primitives.ts';
import { PeriodColumn } from './review.ts';

/** 学时认定: what one trainee's one filed period came to. */
export const CreditState = Type.Union([
  Type.Literal('present'),
  Type.Literal('late'),
  Type.Literal('left-early'),
  Type.Literal('absent'),
  Type.Literal('on-leave'),
  /** 待核: something contradicts it; a reviewer decides. Until then it earns nothing. */
  Type.Literal('held'),
  /** Check-outs of its half-day may still come. */
  Type.Literal('pending'),
]);
export type CreditState = Static<typeof CreditState>;

/** What a reason says of the credit: `holds` keeps it from counting until a reviewer decides. */
export const Weighs = Type.Union([Type.Literal('for'), Type.Literal('against'), Type.Literal('holds')]);
export type Weighs = Static<typeof Weighs>;

const personCodes = [
  ...(['checked-in', 'no-check-in', 'arrived-late', 'left-early', 'was-away', 'on-leave'] as const),
  ...(['no-check-out', 'check-in-held', 'time-proven', 'time-unproven', 'kiosk-not-heard'] as const),
  ...(['enrolment-accepted', 'enrolment-pending', 'enrolment-refused', 'enrolment-missing'] as const),
  'in-two-classes',
] as const;
const periodCodes = [
  ...(['video-covers', 'video-not-demanded', 'video-short', 'video-waiting', 'clips-missing'] as const),
  ...(['picture-faulty', 'presence-agrees', 'empty-room', 'few-heads'] as const),
  ...(['teacher-present', 'teacher-absent', 'teacher-late', 'teacher-left-early'] as const),
  'teacher-enrolment',
  ...(['lesson-shortened', 'period-too-short', 'beyond-daily-limit', 'exam'] as const),
] as const;
const allCodes = [...personCodes, ...periodCodes];
export type CreditReasonCode = (typeof allCodes)[number];
/** One keyword instead of a union: a class has thousands of them. */
export const CreditReasonCode = Type.Unsafe<CreditReasonCode>({ type: 'string', enum: allCodes });

export const RecordRef = Type.Object({ device: Id, seq: Counter, digest: Digest }, closed);
export type RecordRef = Static<typeof RecordRef>;

const reasonFields = {
  code: CreditReasonCode,
  weighs: Weighs,
  /** What it rests on, the first 20 in order of device and sequence. */
  records: Type.Array(RecordRef, { maxItems: 20 }),
};

/** Details of a reason: minutes, milliseconds, causes, another class's id. */
const About = Type.Record(
  Type.String(),
  Type.Union([Type.Integer(), ShortText, Type.Array(ShortText, { maxItems: 50 })]),
);

export const CreditReason = Type.Object({ ...reasonFields, about: About, source: Source }, closed);
export type CreditReason = Static<typeof CreditReason>;

/** The same as a person reads it. */
export const ToldReason = Type.Object(
  { ...CreditReason.properties, zh: Type.String(), en: Type.String() },
  closed,
);
export type ToldReason = Static<typeof ToldReason>;

/** A period within a class. A decision about it does not count for one that was moved to another time. */
export const PeriodKey = Type.Object(
  { day: CivilDay, number: Type.Integer({ minimum: 1, maximum: 24 }), startAt: Instant },
  closed,
);
export type PeriodKey = Static<typeof PeriodKey>;

/** `none` takes an earlier decision back: what the rules came to counts again. */
export const Verdict = Type.Union([Type.Literal('count'), Type.Literal('not-count'), Type.Literal('none')]);
export type Verdict = Static<typeof Verdict>;

const decisionFields = {
  verdict: Type.Union([Type.Literal('count'), Type.Literal('not-count')]),
  by: ShortText,
  at: Instant,
  /** Place of the entry in the server's own log. */
  entry: Counter,
};
export const CreditDecision = Type.Object({ ...decisionFields, reason: ShortText }, closed);
export type CreditDecision = Static<typeof CreditDecision>;

/**
 * One line of an approval, a leaf of its tree as RFC 8785 text. `byRule`: what the rules came to; `counts`: that, or
 * what a reviewer decided.
 */
export const CreditLine = Type.Object(
  {
    v: Type.Literal(1),
    class: Id,
    person: Id,
    period: Type.Object(
      { ...PeriodKey.properties, endAt: Instant, kind: PeriodColumn.properties.kind, exam: Type.Boolean() },
      closed,
    ),
    state: CreditState,
    byRule: Type.Boolean(),
    counts: Type.Boolean(),
    reasons: Type.Array(Type.Object(reasonFields, closed), { maxItems: 60 }),
    decision: nullable(Type.Object(decisionFields, closed)),
  },
  closed,
);
export type CreditLine = Static<typeof CreditLine>;

export const MeetsThreshold = Type.Union([
  Type.Literal('yes'),
  Type.Literal('no'),
  /** What is held or not over may still change it. */
  Type.Literal('undecided'),
  /** The text demands no attendance. */
  Type.Literal('no-threshold'),
]);
export type MeetsThreshold = Static<typeof MeetsThreshold>;

const Count = Type.Integer({ minimum: 0 });

/** `percent` is `counted × 100 / total`, never rounded up. */
export const CreditTotals = Type.Object(
  {
    counted: Count,
    /** Filed periods without exams. */
    total: Count,
    held: Count,
    pending: Count,
    percent: Type.Integer({ minimum: 0, maximum: 100 }),
    meets: MeetsThreshold,
  },
  closed,
);
export type CreditTotals = Static<typeof CreditTotals>;

export const ApprovalState = Type.Union([
  Type.Literal('approved'),
  /** One reviewer wants it undone; another must agree. */
  Type.Literal('withdrawal-asked'),
  Type.Literal('withdrawn'),
  /** A later version took its place. */
  Type.Literal('superseded'),
]);
export type ApprovalState = Static<typeof ApprovalState>;
