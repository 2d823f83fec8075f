import { type Static, Type } from 'typebox';
import { CivilDay, closed, Digest, Id, Instant, ShortText } from './primitives.ts';

/** 学员 · 教师 · 班主任 */
export const Role = Type.Union([
  Type.Literal('trainee'),
  Type.Literal('teacher'),
  Type.Literal('class-admin'),
]);
export type Role = Static<typeof Role>;

/** A person as the kiosk needs to know them; the whole ID number stays on the server. */
export const PlanPerson = Type.Object(
  { id: Id, role: Role, name: ShortText, idLast4: Type.String({ pattern: '^[0-9]{3}[0-9X]$' }) },
  closed,
);
export type PlanPerson = Static<typeof PlanPerson>;

/** 课时: the unit of credit. */
export const Period = Type.Object(
  {
    /** Number within its day, from 1 (第3节). */
    number: Type.Integer({ minimum: 1, maximum: 24 }),
    /** Consecutive periods of one half-day share a session id. */
    session: Id,
    day: CivilDay,
    startAt: Instant,
    endAt: Instant,
    kind: Type.Union([Type.Literal('theory'), Type.Literal('practice')]),
    /** 考核: attended like the others, and no part of the periods that are counted. */
    exam: Type.Optional(Type.Boolean()),
    topic: ShortText,
    teacher: Id,
  },
  closed,
);
export type Period = Static<typeof Period>;

/**
 * When a check-in counts. No policy text defines this (rules.md §4.8): these are the product's own defaults,
 * written into every plan so that they can be changed there and nowhere else.
 */
export const CheckInRules = Type.Object(
  {
    opensBeforeMinutes: Type.Integer({ minimum: 0, maximum: 240, default: 20 }),
    lateAfterMinutes: Type.Integer({ minimum: 0, maximum: 60, default: 5 }),
    checkOutOpensBeforeEndMinutes: Type.Integer({ minimum: 0, maximum: 120, default: 10 }),
    closesAfterMinutes: Type.Integer({ minimum: 0, maximum: 240, default: 30 }),
    /** A second attempt this soon after checking in is a repeat; later it asks whether the person leaves. */
    repeatWithinMinutes: Type.Integer({ minimum: 0, maximum: 240, default: 10 }),
  },
  closed,
);
export type CheckInRules = Static<typeof CheckInRules>;

export { defaultCheckInRules } from './filing-presets.ts';

const RecordingRules = Type.Object(
  {
    /** 理论课全程录像: theory periods are recorded from first to last second. */
    theory: Type.Boolean(),
    practice: Type.Boolean(),
    /** How long the kiosk keeps a segment after the server's receipt. */
    localRetentionHours: Type.Integer({ minimum: 0, maximum: 8_760 }),
  },
  closed,
);

/** What is looked at by chance, the product's own defaults: nobody can arrange a room for moments that are drawn. */
export const defaultSampling = { presencePerHour: 4, photosPerSession: 2 } as const;

const SamplingRules = Type.Object(
  {
    /** Looks into the room an hour of lesson. */
    presencePerHour: Type.Integer({ minimum: 0, maximum: 30 }),
    /** 培训现场照片 a half-day. */
    photosPerSession: Type.Integer({ minimum: 0, maximum: 10 }),
  },
  closed,
);

/** How long a kiosk may be without the server's word on the time before its records must be looked at by a person. */
export const defaultMaxOfflineHours = 24;

const classFields = {
  /** Policy profile that the class was filed under, e.g. `suihua-2019`. */
  profile: Id,
  /** 1 where it is not said. */
  profileVersion: Type.Optional(Type.Integer({ minimum: 1 })),
  title: ShortText,
  trainingKind: ShortText,
  occupation: ShortText,
  /** 培训等级, e.g. `五级(初级工)`. */
  level: Type.Optional(ShortText),
  organiser: ShortText,
  room: ShortText,
  periodMinutes: Type.Integer({ minimum: 10, maximum: 120 }),
  checkIn: CheckInRules,
  recording: RecordingRules,
  sampling: Type.Optional(SamplingRules),
  /** The product's own default is 24; classes in villages without a network need more. */
  maxOfflineHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 24 * 90 })),
  periods: Type.Array(Period, { minItems: 1, maxItems: 2_000 }),
};

/** 开班备案 as the bureau accepted it, signed by the server, carried out by the kiosk. */
export const ClassPlan = Type.Object(
  {
    v: Type.Literal(1),
    class: Id,
    version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    filedAt: Instant,
    /** Random, the same in all versions: what the moments of looks and photographs are drawn from. */
    draw: Type.Optional(Digest),
    ...classFields,
    people: Type.Array(PlanPerson, { minItems: 1, maxItems: 500 }),
    /** Kiosks that may sign for this class; the records of others are refused. */
    devices: Type.Array(Id, { maxItems: 20 }),
  },
  closed,
);
export type ClassPlan = Static<typeof ClassPlan>;

/** What an organiser files: people with their whole ID numbers, teachers named by their place in `people`. */
export const ClassFiling = Type.Object(
  {
    /** Given when a later version of a filed class is sent in. */
    class: Type.Optional(Id),
    ...classFields,
    people: Type.Array(
      Type.Object(
        {
          id: Type.Optional(Id),
          role: Role,
          name: ShortText,
          idNumber: Type.String({ minLength: 18, maxLength: 18 }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 500 },
    ),
    periods: Type.Array(
      Type.Object(
        {
          ...Type.Omit(Period, ['teacher']).properties,
          /** ID number of the teacher, who stands in `people`. */
          teacherIdNumber: Type.String({ minLength: 18, maxLength: 18 }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 2_000 },
    ),
    devices: Type.Array(Id, { maxItems: 20 }),
  },
  closed,
);
export type ClassFiling = Static<typeof ClassFiling>;

/** Answer of POST /api/v1/classes: the version that counts now. */
export const FiledClass = Type.Object(
  {
    class: Id,
    version: Type.Integer({ minimum: 1 }),
    /** The filing of a late change, which a second reviewer must accept before it counts. */
    waiting: Type.Optional(Id),
  },
  closed,
);
export type FiledClass = Static<typeof FiledClass>;
