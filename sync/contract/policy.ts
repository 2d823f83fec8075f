import { type Static, type TSchema, Type } from 'typebox';
import { CivilDay, closed, Id, nullable, ShortText } from './primitives.ts';

/** What a figure rests on: a clause with the words that say so, or, where the text is silent, our own choice. */
export const Source = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('clause'),
      /** By heading, as the text numbers it: `第五条(三)`. */
      clause: ShortText,
      /** Quoted, character for character (line breaks of the text taken out). */
      phrase: ShortText,
      /** How we read these words, where they can be read otherwise or say it of another training only: 系统默认. */
      reading: Type.Optional(Type.Object({ text: ShortText, textEn: ShortText }, closed)),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('default'),
      /** Why we chose it, in Chinese and in English. */
      why: ShortText,
      whyEn: ShortText,
    },
    closed,
  ),
]);
export type Source = Static<typeof Source>;

const figure = <T extends TSchema>(value: T) => Type.Object({ value, source: Source }, closed);
const ifAny = <T extends TSchema>(value: T) => nullable(figure(value));

/** A value that decides something, with what it rests on. */
export interface Figure<T> {
  readonly value: T;
  readonly source: Source;
}

const Count = Type.Integer({ minimum: 0, maximum: 10_000 });
const Percent = Type.Integer({ minimum: 0, maximum: 100 });
/** Fen: a hundredth of a yuan. */
export const Fen = Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 });

/** `working`: by the holiday calendar. */
export const DaySpan = Type.Object(
  { days: Count, of: Type.Union([Type.Literal('working'), Type.Literal('calendar')]) },
  closed,
);
export type DaySpan = Static<typeof DaySpan>;

/** 「前5日内」 can be read both ways: at least five days before, or within the five days before. */
export const FilingTime = Type.Object(
  {
    ...DaySpan.properties,
    reading: Type.Union([Type.Literal('at-least'), Type.Literal('within')]),
    /** The other reading is possible, too: warned of as well. */
    ambiguous: Type.Boolean(),
  },
  closed,
);
export type FilingTime = Static<typeof FilingTime>;

/** What must be recorded. */
export const VideoDuty = Type.Union([
  Type.Literal('theory-whole'),
  Type.Literal('whole'),
  /** 「不少于3次，每次不少于2分钟」 */
  Type.Literal('three-clips'),
  Type.Literal('none'),
]);
export type VideoDuty = Static<typeof VideoDuty>;

export const CheckInDuty = Type.Union([
  Type.Literal('face-or-finger'),
  Type.Literal('sign-in'),
  Type.Literal('none'),
]);
export type CheckInDuty = Static<typeof CheckInDuty>;

export const AgeRange = Type.Object({ least: Count, most: Count }, closed);
export type AgeRange = Static<typeof AgeRange>;

/** How a certificate is numbered; `prefixes` are those of this training type. */
export const CertificateForm = Type.Object(
  {
    form: Type.Union([Type.Literal('suihua'), Type.Literal('wenzhou'), Type.Literal('yiwu')]),
    prefixes: Type.Array(ShortText, { maxItems: 5 }),
  },
  closed,
);
export type CertificateForm = Static<typeof CertificateForm>;

/** A step of the claim with its deadline: `publicity` 公示, `payment` 拨付, … */
export const Deadline = Type.Object(
  {
    step: Type.Union([
      Type.Literal('claim'),
      Type.Literal('review'),
      Type.Literal('publicity'),
      Type.Literal('payment'),
    ]),
    limit: figure(DaySpan),
  },
  closed,
);
export type Deadline = Static<typeof Deadline>;

/** Something that a person must confirm, since no software can see it: 「不具有按月领取养老金资格」. */
export const Condition = Type.Object(
  { code: Id, text: ShortText, textEn: ShortText, source: Source },
  closed,
);
export type Condition = Static<typeof Condition>;

/** What the text demands of organiser, bureau or software, and no figure says. */
export const Duty = Type.Object(
  {
    code: Type.Union([
      /** Without a registration in the real-name system there is no claim. */
      Type.Literal('real-name'),
      Type.Literal('e-voucher'),
      Type.Literal('online-supervision'),
      Type.Literal('remote-monitoring'),
      Type.Literal('spot-check'),
      Type.Literal('publicity'),
      Type.Literal('class-teacher'),
      Type.Literal('device-dossier'),
      Type.Literal('own-exam'),
      Type.Literal('one-ledger-a-class'),
      Type.Literal('double-pledge'),
      Type.Literal('no-class-twice'),
      Type.Literal('final-report'),
    ]),
    text: ShortText,
    textEn: ShortText,
    source: Source,
  },
  closed,
);
export type Duty = Static<typeof Duty>;

/** Papers of a ledger or a claim, in the order of the text. */
const Papers = Type.Array(ShortText, { minItems: 1, maxItems: 30 });

/** Every rule for one type of training (培训种类) under one policy. Null: the text demands nothing. */
export const TrainingRules = Type.Object(
  {
    /** As filings name it; unique within its profile: `岗前培训`. */
    name: ShortText,
    nameEn: ShortText,
    periodMinutes: figure(Count),
    mostPeriodsADay: ifAny(Count),
    /** So many periods are one paid day. */
    periodsMakeADay: ifAny(Count),
    leastPeriods: ifAny(Count),
    /** Civil days from the first to the last, both counted. */
    leastDays: ifAny(Count),
    /** 「3 天（或 24 学时）」: reaching one of `leastPeriods` and `leastDays` is enough. */
    eitherLeastIsEnough: Type.Boolean(),
    /** 考核测试 is no part of the periods that are counted. */
    examsExcluded: figure(Type.Boolean()),
    leastPeople: ifAny(Count),
    mostPeople: ifAny(Count),
    /** The most people that the organiser may be registered for. */
    mostCapacity: ifAny(Count),
    /** Classes an organiser a year. */
    mostClassesAYear: ifAny(Count),
    /** 出勤率: of the filed periods without exams; the number itself is enough. */
    attendancePercent: ifAny(Percent),
    /** Zero days: any time before the class begins. */
    filing: ifAny(FilingTime),
    video: figure(VideoDuty),
    checkIn: figure(CheckInDuty),
    retentionYears: figure(Count),
    /** Subsidised trainings a person a calendar year. */
    mostAYear: ifAny(Count),
    sameOccupationAndLevel: ifAny(Type.Union([Type.Literal('never'), Type.Literal('once-a-year')])),
    ageMen: ifAny(AgeRange),
    ageWomen: ifAny(AgeRange),
    /** Class must begin within so many months of the labour contract. */
    contractWithinMonths: ifAny(Count),
    /** The labour contract lasts at least so many months. */
    contractLeastMonths: ifAny(Count),
    /** Who was caught with false claims gets nothing for so many years. */
    fraudBarsYears: ifAny(Count),
    conditions: Type.Array(Condition, { maxItems: 30 }),
    duties: Type.Array(Duty, { maxItems: 30 }),
    /** 台账 */
    ledger: ifAny(Papers),
    /** 申领材料 */
    claimPapers: ifAny(Papers),
    certificate: ifAny(CertificateForm),
    deadlines: Type.Array(Deadline, { maxItems: 10 }),
    /** 先行拨付: at least so much of the subsidy. */
    prepayPercent: ifAny(Percent),
    /** The same for people of industries that shrink (去产能), and for 项目制. */
    prepayPercentForProjects: ifAny(Percent),
    /** Which rule of `server/policy/money` reckons its amount; `elsewhere`: the text refers to another document. */
    money: figure(Id),
  },
  closed,
);
export type TrainingRules = Static<typeof TrainingRules>;

/** One policy text, as data. A class keeps the version that it was filed under. */
export const Profile = Type.Object(
  {
    id: Id,
    version: Type.Integer({ minimum: 1 }),
    title: ShortText,
    titleEn: ShortText,
    /** 文号; null where the text has none. */
    document: nullable(ShortText),
    /** 征求意见稿: a consultation draft. */
    draft: Type.Boolean(),
    from: nullable(CivilDay),
    to: nullable(CivilDay),
    /** Where the text is silent or contradicts itself, and what we do. */
    remarks: Type.Array(Type.Object({ text: ShortText, textEn: ShortText }, closed), { maxItems: 30 }),
    types: Type.Array(TrainingRules, { minItems: 1, maxItems: 40 }),
  },
  closed,
);
export type Profile = Static<typeof Profile>;

/** What a rule of money (`TrainingRules.money`) reckons with. */
export const AmountFigure = Type.Object(
  {
    rule: Id,
    unit: Type.Union([
      Type.Literal('fen'),
      Type.Literal('percent'),
      Type.Literal('days'),
      Type.Literal('periods'),
      Type.Literal('people'),
      Type.Literal('times'),
    ]),
    value: Fen,
    source: Source,
  },
  closed,
);
export type AmountFigure = Static<typeof AmountFigure>;

/** GET /api/v1/profiles: the newest version of each, and what amounts are reckoned with. */
export const ProfileList = Type.Object(
  { profiles: Type.Array(Profile), amounts: Type.Array(AmountFigure) },
  closed,
);
export type ProfileList = Static<typeof ProfileList>;

/** What does not fit the rules. It warns; a person decides. */
export const PolicyWarning = Type.Object(
  {
    code: Id,
    /** Of the filing, as its contract names it: `periods`; null for what concerns no field. */
    field: nullable(ShortText),
    text: ShortText,
    textEn: ShortText,
    source: Source,
  },
  closed,
);
export type PolicyWarning = Static<typeof PolicyWarning>;
