import { type Static, Type } from 'typebox';
import { Role } from './class-plan.ts';
import { GapCause, SelfTestPart } from './lesson-records.ts';
import { CivilDay, closed, Id, Instant, nullable, ShortText } from './primitives.ts';
import { Method } from './records.ts';

/** POST /api/v1/admin/session: the class admin's PIN opens a session of ten minutes (cookie). */
export const PinEntry = Type.Object({ pin: Type.String({ pattern: '^[0-9]{6,12}$' }) }, closed);

/** POST /api/v1/recording. `stop` and `pause` need a reason. */
export const RecordingOrder = Type.Object(
  {
    action: Type.Union([
      Type.Literal('start'),
      Type.Literal('stop'),
      Type.Literal('pause'),
      Type.Literal('resume'),
    ]),
    reason: Type.Optional(ShortText),
  },
  closed,
);
export type RecordingOrder = Static<typeof RecordingOrder>;

const Milliseconds = Type.Integer({ minimum: 0 });

/** GET /api/v1/recording/days/:day: what of a day's lessons is on video so far, and why the rest is not. */
export const RecordingDay = Type.Object(
  {
    day: CivilDay,
    /** By time. Lessons that must be recorded, and those that were recorded all the same. */
    lessons: Type.Array(
      Type.Object(
        {
          class: Id,
          title: ShortText,
          session: Id,
          startAt: Instant,
          endAt: Instant,
          required: Type.Boolean(),
          /** Of its recorded periods, or of what was recorded where none must be: so far. */
          wantedMs: Milliseconds,
          coveredMs: Milliseconds,
          /** Interrupted by the class admin; part of the gaps. */
          pausedMs: Milliseconds,
          gaps: Type.Array(Type.Object({ startAt: Instant, endAt: Instant, cause: GapCause }, closed)),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type RecordingDay = Static<typeof RecordingDay>;

/** POST /api/v1/self-test: every part is tried, a line each; answered within 10 s. */
export const SelfTestAnswer = Type.Object(
  {
    at: Instant,
    parts: Type.Array(
      Type.Object(
        { part: SelfTestPart, ok: Type.Boolean(), message: Type.String(), messageEn: Type.String() },
        closed,
      ),
    ),
  },
  closed,
);
export type SelfTestAnswer = Static<typeof SelfTestAnswer>;

/** GET /api/v1/enrolments: who is enrolled how. */
export const EnrolmentList = Type.Object(
  {
    assessment: Type.String(),
    people: Type.Array(
      Type.Object(
        { id: Id, maskedName: Type.String(), role: Role, face: Type.Boolean(), fingers: Type.Integer() },
        closed,
      ),
    ),
  },
  closed,
);
export type EnrolmentList = Static<typeof EnrolmentList>;

/** POST /api/v1/enrolments: consent first, then one capture; answers when it is done. */
export const EnrolmentOrder = Type.Object({ person: Id, method: Method, consent: Type.Boolean() }, closed);
export type EnrolmentOrder = Static<typeof EnrolmentOrder>;

export const EnrolmentAnswer = Type.Object(
  {
    outcome: Type.Union([Type.Literal('enrolled'), Type.Literal('refused')]),
    reason: nullable(
      Type.Union([
        Type.Literal('no-face'),
        Type.Literal('two-people'),
        Type.Literal('duplicate'),
        Type.Literal('poor-finger'),
        Type.Literal('fingers-differ'),
        Type.Literal('timeout'),
        Type.Literal('library-full'),
      ]),
    ),
  },
  closed,
);
export type EnrolmentAnswer = Static<typeof EnrolmentAnswer>;
