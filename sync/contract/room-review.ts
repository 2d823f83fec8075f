import { type Static, Type } from 'typebox';
import { CameraName, SelfTestPart } from './lesson-records.ts';
import { closed, Digest, Id, Instant } from './primitives.ts';

/** 培训现场照片 of a class. GET /api/v1/classes/:class/photos; the JPEG: GET /api/v1/photos/:sha256 */
export const ClassPhotos = Type.Object(
  {
    photos: Type.Array(
      Type.Object(
        {
          session: Id,
          camera: CameraName,
          /** The moment that the plan drew, and when it was taken by the kiosk's clock. */
          dueAt: Instant,
          at: Instant,
          sha256: Digest,
          device: Id,
          state: Type.Union([Type.Literal('announced'), Type.Literal('verified'), Type.Literal('damaged')]),
        },
        closed,
      ),
    ),
    /** Moments that the plan drew, that are over, and of which nothing came. */
    missing: Type.Array(Type.Object({ session: Id, dueAt: Instant }, closed)),
  },
  closed,
);
export type ClassPhotos = Static<typeof ClassPhotos>;

/** Something that a person should look at. It rejects nothing. */
export const PresenceFlagCode = Type.Union([
  /** 空堂: nobody in the picture while people are checked in. */
  Type.Literal('empty-room'),
  /** Far fewer in the picture than are checked in. */
  Type.Literal('few-heads'),
]);
export type PresenceFlagCode = Static<typeof PresenceFlagCode>;

/** Looks in a row that show the same. */
export const PresenceFlag = Type.Object(
  {
    code: PresenceFlagCode,
    /** First and last look. */
    startAt: Instant,
    endAt: Instant,
    looks: Type.Integer(),
    /** The most heads of these looks, and the fewest people checked in at them. */
    heads: Type.Integer(),
    checkedIn: Type.Integer(),
  },
  closed,
);
export type PresenceFlag = Static<typeof PresenceFlag>;

const SessionPresence = Type.Object(
  {
    session: Id,
    looks: Type.Array(
      Type.Object(
        {
          dueAt: Instant,
          at: Instant,
          heads: Type.Integer(),
          recognised: Type.Integer(),
          /** People of all roles who were checked in then. */
          checkedIn: Type.Integer(),
        },
        closed,
      ),
    ),
    /** How many people were checked in from each moment on. */
    checkedIn: Type.Array(Type.Object({ at: Instant, count: Type.Integer() }, closed)),
    flags: Type.Array(PresenceFlag),
    /** Moments that the plan drew, that are over, and of which nothing came. */
    missing: Type.Array(Instant),
  },
  closed,
);
export type SessionPresence = Static<typeof SessionPresence>;

/** GET /api/v1/classes/:class/presence: every session that has begun, in order. */
export const ClassPresence = Type.Object({ sessions: Type.Array(SessionPresence) }, closed);
export type ClassPresence = Static<typeof ClassPresence>;

/** The newest self-test of a kiosk. */
export const SelfTestResult = Type.Object(
  {
    at: Instant,
    parts: Type.Array(Type.Object({ part: SelfTestPart, ok: Type.Boolean() }, closed)),
  },
  closed,
);
export type SelfTestResult = Static<typeof SelfTestResult>;
