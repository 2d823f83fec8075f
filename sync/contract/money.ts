import { type Static, Type } from 'typebox';
import { Fen, Source } from './policy.ts';
import { closed, Id, nullable, ShortText } from './primitives.ts';

const Count = Type.Integer({ minimum: 0, maximum: 10_000 });

export const CertificateLevel = Type.Union([
  Type.Literal('junior'),
  Type.Literal('middle'),
  Type.Literal('senior'),
  Type.Literal('technician'),
  Type.Literal('senior-technician'),
]);
export type CertificateLevel = Static<typeof CertificateLevel>;

/** What a trainee got at the end. */
export const CertificateFacts = Type.Object(
  {
    kind: Type.Union([
      /** 培训合格证书 */
      Type.Literal('pass'),
      /** 职业资格证书, 职业技能等级证书: with its level */
      Type.Literal('vocational'),
      /** 专项能力证书: Wenzhou knows junior and senior ones */
      Type.Literal('special-ability'),
      /** 特种作业操作证, 特种设备作业人员证 */
      Type.Literal('operation'),
    ]),
    level: Type.Optional(CertificateLevel),
    /** 初次取证: without it, it is one more of its kind. */
    isFirst: Type.Optional(Type.Boolean()),
    /** 复审 */
    isRetest: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type CertificateFacts = Static<typeof CertificateFacts>;

/** A year of 新型学徒制. */
const ApprenticeFacts = Type.Object(
  {
    kind: Type.Union([Type.Literal('employee'), Type.Literal('student')]),
    /** 实际培训费 of this year. */
    costFen: Type.Optional(Fen),
    /** 实习津贴 paid to a student in this year, its months summed. */
    allowanceFen: Type.Optional(Fen),
    /** A student was employed and insured after the training. */
    employedAfter: Type.Optional(Type.Boolean()),
  },
  closed,
);

/** What raises an amount. `small-class` is seen from the class itself. */
export const Uplift = Type.Union([
  /** 受经贸摩擦影响的企业 */
  Type.Literal('trade-affected'),
  /** Sent for training: inside the province, inside 华东, beyond it. */
  Type.Literal('sent-in-province'),
  Type.Literal('sent-in-east-china'),
  Type.Literal('sent-beyond'),
  /** 汽车装备、信息光电、食品健康 */
  Type.Literal('key-industry'),
  /** 五大战略性新兴产业等特定企业 */
  Type.Literal('specific-enterprise'),
  Type.Literal('small-class'),
]);
export type Uplift = Static<typeof Uplift>;

export const SafetyKind = Type.Union([
  Type.Literal('manager'),
  Type.Literal('construction'),
  Type.Literal('welding'),
  Type.Literal('low-voltage'),
  Type.Literal('high-voltage'),
  Type.Literal('refrigeration'),
  Type.Literal('height'),
]);
export type SafetyKind = Static<typeof SafetyKind>;

/** What the amount of one person depends on. A rule that lacks one of them says which. */
export const MoneyFacts = Type.Object(
  {
    /** Credited to the person. */
    countedPeriods: Count,
    /** Days on which at least one period was credited. */
    countedDays: Count,
    /** Filed, without exams. */
    classPeriods: Count,
    /** Days with lessons. */
    classDays: Count,
    /** Trainees of the class. */
    classPeople: Count,
    certificate: Type.Optional(CertificateFacts),
    /** Wenzhou, 附件1. */
    occupationClass: Type.Optional(Type.Union([Type.Literal('A'), Type.Literal('B'), Type.Literal('C')])),
    /** 紧缺职业（工种） */
    isShortage: Type.Optional(Type.Boolean()),
    safety: Type.Optional(SafetyKind),
    apprentice: Type.Optional(ApprenticeFacts),
    /** What the class qualifies for; which one counts is for the rule, or a reviewer, to say. */
    uplifts: Type.Optional(Type.Array(Uplift, { maxItems: 10 })),
    /** 就业率: how many of how many found work. */
    employed: Type.Optional(Type.Object({ people: Count, of: Count }, closed)),
  },
  closed,
);
export type MoneyFacts = Static<typeof MoneyFacts>;

const said = { code: Id, text: ShortText, textEn: ShortText } as const;

/** One summand. A cap is a line below zero. */
export const MoneyLine = Type.Object(
  { ...said, fen: Type.Integer({ minimum: -1_000_000_000_000, maximum: 1_000_000_000_000 }), source: Source },
  closed,
);
export type MoneyLine = Static<typeof MoneyLine>;

/** One way to read the text, and what comes of it. */
const MoneyReading = Type.Object(
  { ...said, lines: Type.Array(MoneyLine, { maxItems: 20 }), totalFen: Fen },
  closed,
);

const Reason = Type.Object({ ...said, source: Source }, closed);

/** What one person is worth under the rules. */
export const Amount = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('amount'),
      lines: Type.Array(MoneyLine, { maxItems: 20 }),
      totalFen: Fen,
      /** Which reading this is; null where the text can be read in one way only. */
      reading: nullable(Type.Object({ ...said, chosen: Type.Boolean() }, closed)),
      /** The other readings. While none is chosen, the amount is the lowest. */
      alternatives: Type.Array(MoneyReading, { maxItems: 20 }),
    },
    closed,
  ),
  /** The text refers to a document that is not here: no amount, and never 0. */
  Type.Object({ kind: Type.Literal('unset'), reason: Reason }, closed),
  /** Facts that the rule needs and does not have. */
  Type.Object(
    { kind: Type.Literal('missing'), facts: Type.Array(Type.Object(said, closed), { minItems: 1 }) },
    closed,
  ),
  /** The text grants nothing. */
  Type.Object({ kind: Type.Literal('nothing'), reason: Reason }, closed),
]);
export type Amount = Static<typeof Amount>;

/** 先行拨付 */
export const Prepayment = Type.Object(
  {
    percent: Type.Integer({ minimum: 0, maximum: 100 }),
    /** At least so much; null while the amount is not set. */
    leastFen: nullable(Fen),
    source: Source,
  },
  closed,
);
export type Prepayment = Static<typeof Prepayment>;
