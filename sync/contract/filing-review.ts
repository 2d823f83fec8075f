import { type Static, Type } from 'typebox';
import { Period, Role } from './class-plan.ts';
import { DraftText, FilingContent, SheetLine } from './filing.ts';
import { Source } from './policy.ts';
import { CivilDay, closed, Digest, Id, Instant, nullable, ShortText } from './primitives.ts';

/** Something wrong that keeps a filing from being handed in. `where` says it for people: 「人员名册 第7行」. */
export const FilingError = Type.Object(
  {
    field: Type.String(),
    where: nullable(SheetLine),
    text: Type.String(),
    textEn: Type.String(),
  },
  closed,
);
export type FilingError = Static<typeof FilingError>;

/** Something that the bureau should look at, with what it rests on. It keeps nobody from filing. */
export const FilingWarning = Type.Object(
  {
    code: Id,
    /** Path in the content: `people[3]`, `periods`; null for the class as a whole. */
    field: nullable(Type.String()),
    where: nullable(SheetLine),
    text: Type.String(),
    textEn: Type.String(),
    source: nullable(Source),
  },
  closed,
);
export type FilingWarning = Static<typeof FilingWarning>;

/** 草稿 · 已提交 · 一人已同意 · 已退回 · 已接受 · 已撤回 */
export const FilingState = Type.Union([
  Type.Literal('draft'),
  Type.Literal('submitted'),
  /** A late change that one reviewer accepted; a second one must, too. */
  Type.Literal('half-accepted'),
  Type.Literal('returned'),
  Type.Literal('accepted'),
  Type.Literal('withdrawn'),
]);
export type FilingState = Static<typeof FilingState>;

const summary = {
  id: Id,
  state: FilingState,
  /** Counts the writes: what who writes must name, so that nobody overwrites another. */
  version: Type.Integer({ minimum: 1 }),
  /** Null until accepted, unless it changes a class that there is. */
  class: nullable(Id),
  isChange: Type.Boolean(),
  title: DraftText,
  organiser: DraftText,
  profile: Id,
  trainingKind: ShortText,
  trainees: Type.Integer(),
  periods: Type.Integer(),
  firstDay: nullable(CivilDay),
  madeBy: ShortText,
  changedAt: Instant,
  submittedAt: nullable(Instant),
};

export const FilingSummary = Type.Object(summary, closed);
export type FilingSummary = Static<typeof FilingSummary>;

/** GET /api/v1/filings */
export const FilingList = Type.Object({ filings: Type.Array(FilingSummary) }, closed);
export type FilingList = Static<typeof FilingList>;

const PeriodLine = Type.Object(
  {
    day: CivilDay,
    number: Type.Integer(),
    startAt: Instant,
    endAt: Instant,
    kind: Period.properties.kind,
    exam: Type.Boolean(),
    topic: ShortText,
    teacher: Type.String(),
  },
  closed,
);

/** What a filing changes of the plan that counts now. */
export const PlanDifference = Type.Object(
  {
    beforeVersion: Type.Integer({ minimum: 1 }),
    /** It comes after the beginning of something that it changes: two reviewers must agree. */
    isLate: Type.Boolean(),
    added: Type.Array(PeriodLine),
    removed: Type.Array(PeriodLine),
    changed: Type.Array(Type.Object({ before: PeriodLine, after: PeriodLine }, closed)),
    peopleAdded: Type.Array(Type.Object({ role: Role, name: ShortText }, closed)),
    peopleRemoved: Type.Array(Type.Object({ role: Role, name: ShortText }, closed)),
    /** Who keeps their id, and all that was recorded under it, with another name or ID number. */
    peopleChanged: Type.Array(
      Type.Object({ role: Role, before: ShortText, after: ShortText, otherNumber: Type.Boolean() }, closed),
    ),
    /** Fields of the class that differ: `room`, `checkIn`, `devices`. */
    fields: Type.Array(Type.String()),
  },
  closed,
);
export type PlanDifference = Static<typeof PlanDifference>;

/** GET /api/v1/filings/:filing */
export const FilingDetail = Type.Object(
  {
    ...summary,
    content: FilingContent,
    errors: Type.Array(FilingError),
    warnings: Type.Array(FilingWarning),
    difference: nullable(PlanDifference),
    /** Why it was returned, or withdrawn. */
    reason: nullable(Type.String()),
    /** The reviewer who accepted a late change first. */
    firstBy: nullable(ShortText),
    decidedBy: nullable(ShortText),
    decidedAt: nullable(Instant),
  },
  closed,
);
export type FilingDetail = Static<typeof FilingDetail>;

/** POST /api/v1/filings/import: `filing` is null when some line could not be read; then nothing is stored. */
export const ImportAnswer = Type.Object(
  { filing: nullable(FilingDetail), errors: Type.Array(FilingError) },
  closed,
);
export type ImportAnswer = Static<typeof ImportAnswer>;

/** Body of what moves a filing on: `version` as it was seen. */
export const FilingStep = Type.Object({ version: Type.Integer({ minimum: 1 }) }, closed);
/** `planVersion`: of the plan that the difference was shown against; null for a new class. */
export const FilingAcceptance = Type.Object(
  { ...FilingStep.properties, planVersion: nullable(Type.Integer({ minimum: 1 })) },
  closed,
);
export const FilingReturn = Type.Object(
  { ...FilingStep.properties, reason: Type.String({ minLength: 1, maxLength: 1_000, pattern: '\\S' }) },
  closed,
);
export const FilingEdit = Type.Object({ ...FilingStep.properties, content: FilingContent }, closed);

/** Answer to an uploaded photograph. */
export const FilingPhoto = Type.Object({ sha256: Digest }, closed);
