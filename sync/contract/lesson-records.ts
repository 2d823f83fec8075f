import { type Static, type TObject, Type } from 'typebox';
import { closed, Digest, Id, Instant, ShortText } from './primitives.ts';

export const CameraName = Type.Union([Type.Literal('room'), Type.Literal('door')]);
export type CameraName = Static<typeof CameraName>;

export const GapCause = Type.Union([
  Type.Literal('camera-lost'),
  Type.Literal('stalled'),
  Type.Literal('process-died'),
  Type.Literal('disk-full'),
  Type.Literal('admin-stopped'),
  Type.Literal('machine-off'),
  Type.Literal('file-damaged'),
  /** The wall clock was set forward: by it these moments never were. */
  Type.Literal('clock-set'),
  /** The class plan came after the lesson had begun by it. */
  Type.Literal('plan-late'),
]);
export type GapCause = Static<typeof GapCause>;

/** What a record of a camera's lesson names. */
export const ofLesson = { lesson: Id, session: Id, camera: CameraName };

/** What a picture shows instead of a lesson. */
export const PictureFault = Type.Union([
  Type.Literal('black'),
  Type.Literal('covered'),
  Type.Literal('frozen'),
  Type.Literal('looped'),
]);
export type PictureFault = Static<typeof PictureFault>;

/** What the class admin's self-test looks at. */
export const SelfTestPart = Type.Union([
  Type.Literal('room-camera'),
  Type.Literal('door-camera'),
  Type.Literal('reader'),
  Type.Literal('clock'),
  Type.Literal('disk'),
  Type.Literal('link'),
]);
export type SelfTestPart = Static<typeof SelfTestPart>;

/** Taken at a moment that the plan draws (`dueAt`), as near to it as the camera allowed (`at`). */
const drawn = {
  session: Id,
  camera: CameraName,
  dueAt: Instant,
  at: Instant,
  /** Of the picture, pixels. */
  width: Type.Integer({ minimum: 1 }),
  height: Type.Integer({ minimum: 1 }),
};

/** Kinds that a lesson's recording brought; version 1 never had them. */
export const kindsOfLessons = {
  /** The class admin interrupts a recording for a while; the stretch without video is a gap besides. */
  pause: Type.Object(
    {
      lesson: Id,
      session: Id,
      event: Type.Union([Type.Literal('paused'), Type.Literal('resumed')]),
      at: Instant,
      /** Given when it is paused. */
      reason: Type.Union([ShortText, Type.Null()]),
    },
    closed,
  ),
  /** Since `since` the picture shows no lesson; noticed, or seen to be over, at `at`. */
  picture: Type.Object(
    {
      ...ofLesson,
      fault: PictureFault,
      event: Type.Union([Type.Literal('began'), Type.Literal('ended')]),
      since: Instant,
      at: Instant,
    },
    closed,
  ),
  /** 培训现场照片: a JPEG, by digest. */
  photo: Type.Object({ ...drawn, sha256: Digest, sizeBytes: Type.Integer({ minimum: 1 }) }, closed),
  /** How many people were in the room, and which of the roster were recognised, where consent allows. */
  presence: Type.Object(
    {
      ...drawn,
      heads: Type.Integer({ minimum: 0, maximum: 1_000 }),
      recognised: Type.Array(Type.Object({ person: Id, score: Type.Number() }, closed), { maxItems: 500 }),
      model: ShortText,
      modelDigest: Digest,
    },
    closed,
  ),
  /** Before class: what worked and what did not. */
  'self-test': Type.Object(
    {
      at: Instant,
      parts: Type.Array(
        Type.Object(
          {
            part: SelfTestPart,
            ok: Type.Boolean(),
            detail: Type.Union([Type.String({ maxLength: 500 }), Type.Null()]),
          },
          closed,
        ),
        { minItems: 1, maxItems: 20 },
      ),
    },
    closed,
  ),
} satisfies Record<string, TObject>;
