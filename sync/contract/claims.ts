import { type Static, Type } from 'typebox';
import { Amount, MoneyFacts, Prepayment } from './money.ts';
import { Condition, DaySpan, Fen, PolicyWarning, Source } from './policy.ts';
import { CivilDay, closed, Id, Instant, nullable, ShortText } from './primitives.ts';
import { RealNameRow } from './real-name.ts';

/** 补贴申请: written and handed in by the organiser, looked at by a reviewer, decided by the finance department. */
export const ClaimState = Type.Union([
  /** Nothing was written yet: what a claim would come to. */
  Type.Literal('none'),
  Type.Literal('draft'),
  Type.Literal('submitted'),
  Type.Literal('returned'),
  Type.Literal('accepted'),
  Type.Literal('money-decided'),
]);
export type ClaimState = Static<typeof ClaimState>;

const { certificate, apprentice, occupationClass, isShortage, safety, uplifts, employed } =
  MoneyFacts.properties;

/** What no record says: about the class, and where a person differs from it, about that person. */
export const ClaimFacts = Type.Object(
  {
    class: Type.Object(
      {
        ...{ certificate, apprentice, occupationClass, isShortage, safety, uplifts, employed },
        /** People of industries that shrink, or 项目制: another prepayment share, where the text has one. */
        forProjects: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
    persons: Type.Array(
      Type.Object(
        {
          person: Id,
          /** Left out of this claim. */
          leftOut: Type.Optional(Type.Boolean()),
          ...{ certificate, apprentice },
        },
        closed,
      ),
      { maxItems: 500 },
    ),
    /** Codes of the conditions that the organiser confirms. */
    confirmed: Type.Array(Id, { maxItems: 30 }),
  },
  closed,
);
export type ClaimFacts = Static<typeof ClaimFacts>;

const Said = Type.Object({ code: Id, text: Type.String(), textEn: Type.String() }, closed);
const Block = Type.Object({ ...Said.properties, source: nullable(Source) }, closed);
/** Why something is not paid, or cannot be handed in. */
export type ClaimBlock = Static<typeof Block>;

const Count = Type.Integer({ minimum: 0 });

export const ClaimRow = Type.Object(
  {
    ...Type.Pick(RealNameRow, ['person', 'name', 'maskedIdNumber', 'exam']).properties,
    /** Whether a registration number is known; the number itself stands in the real-name list. */
    isRegistered: Type.Boolean(),
    leftOut: Type.Boolean(),
    /** Of approved credit; null when it has no line of this person. */
    credit: nullable(
      Type.Object(
        { counted: Count, total: Count, percent: Type.Integer({ minimum: 0, maximum: 100 }) },
        closed,
      ),
    ),
    /** Why nothing is claimed for this person; empty: claimed. */
    blocks: Type.Array(Block),
    /** For a person to look at; they block nothing. */
    warnings: Type.Array(PolicyWarning),
    /** What the amount was reckoned from; null while blocked. */
    money: nullable(MoneyFacts),
    amount: nullable(Amount),
  },
  closed,
);
export type ClaimRow = Static<typeof ClaimRow>;

const ClaimTotals = Type.Object(
  {
    claimed: Count,
    /** Null while an amount is not set by a text that is here. */
    fen: nullable(Fen),
    /** The most that other readings could come to; null when nothing is open. */
    mostFen: nullable(Fen),
    prepayment: nullable(Prepayment),
  },
  closed,
);

/** A step with its last day; `over`: that day has passed and the step was not done. */
const ClaimDeadline = Type.Object(
  {
    step: Type.Union([
      Type.Literal('claim'),
      Type.Literal('review'),
      Type.Literal('publicity'),
      Type.Literal('payment'),
    ]),
    limit: Type.Object({ value: DaySpan, source: Source }, closed),
    /** Counted from this day, which is not counted itself. */
    from: CivilDay,
    day: CivilDay,
    over: Type.Boolean(),
    /** False where the holidays of a year on the way were not entered: weekends only were left out. */
    holidaysKnown: Type.Boolean(),
  },
  closed,
);
export type ClaimDeadline = Static<typeof ClaimDeadline>;

/** What a claim comes to. Frozen when it is handed in. */
export const Reckoning = Type.Object(
  {
    rows: Type.Array(ClaimRow),
    totals: ClaimTotals,
    /** Readings of ambiguous texts among which a reviewer chooses, with the chosen ones first. */
    readings: Type.Array(Type.Object({ ...Said.properties, chosen: Type.Boolean() }, closed)),
  },
  closed,
);
export type Reckoning = Static<typeof Reckoning>;

/** GET /api/v1/classes/:class/claim */
export const ClaimView = Type.Object(
  {
    class: Id,
    claim: nullable(Id),
    state: ClaimState,
    /** Send it back with a change: what changed meanwhile is refused. */
    revision: Count,
    profile: Type.Object(
      {
        ...{ id: Id, version: Type.Integer(), title: ShortText, titleEn: ShortText, trainingType: ShortText },
        /** Which rule reckons the amounts, and what the text says of them. */
        money: Type.Object({ value: Id, source: Source }, closed),
        /** The text has another prepayment share for projects. */
        hasProjectShare: Type.Boolean(),
      },
      closed,
    ),
    /** Version of approved credit; null when none counts. */
    creditVersion: nullable(Type.Integer()),
    /** Handed in by a version of credit that does not count any more. */
    stale: Type.Boolean(),
    facts: ClaimFacts,
    conditions: Type.Array(Condition),
    ...Reckoning.properties,
    /** Why it cannot be handed in as it is. */
    refusals: Type.Array(Block),
    deadlines: Type.Array(ClaimDeadline),
    submittedAt: nullable(Instant),
    decidedAt: nullable(Instant),
    /** Why it was returned. */
    reason: nullable(ShortText),
    money: nullable(
      Type.Object(
        {
          verdict: Type.Union([Type.Literal('granted'), Type.Literal('refused')]),
          fen: nullable(Fen),
          by: ShortText,
          at: Instant,
          reason: nullable(ShortText),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ClaimView = Static<typeof ClaimView>;

const revision = Count;
const Reason = Type.String({ minLength: 2, maxLength: 200 });

/** PUT …/claim */
export const ClaimDraft = Type.Object({ revision, facts: ClaimFacts }, closed);
/** POST …/claim/submission, …/claim/acceptance */
export const ClaimStep = Type.Object({ revision }, closed);
/** POST …/claim/return */
export const ClaimReturn = Type.Object({ revision, reason: Reason }, closed);
/** POST …/claim/reading */
export const ReadingChoice = Type.Object({ revision, reading: Id }, closed);
/** POST …/claim/money. A refusal needs its reason. */
export const MoneyDecision = Type.Object(
  {
    revision,
    verdict: Type.Union([Type.Literal('granted'), Type.Literal('refused')]),
    reason: Type.Optional(Reason),
  },
  closed,
);
export type MoneyDecision = Static<typeof MoneyDecision>;
