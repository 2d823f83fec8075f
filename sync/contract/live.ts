import { type Static, Type } from 'typebox';
import { CameraName } from './lesson-records.ts';
import { closed, Id, Instant, nullable } from './primitives.ts';

/** A feed is one camera of one kiosk, from its first viewer to its last. */
const LiveOrder = Type.Object({ feed: Id, camera: CameraName }, closed);
export type LiveOrder = Static<typeof LiveOrder>;

/**
 * One line of GET /api/v1/devices/:device/control (JSON lines, for as long as it takes): everything that the kiosk
 * shall push from now on. Said again as a sign of life, so that no line says less than the whole.
 */
export const ControlLine = Type.Object({ live: Type.Array(LiveOrder, { maxItems: 2 }) }, closed);
export type ControlLine = Static<typeof ControlLine>;

const Bytes = Type.Integer({ minimum: 0, maximum: 4 * 1024 * 1024 });

const FragmentHead = Type.Object(
  {
    /** By the kiosk's clock, of its first picture and of the end of its last. */
    startAt: Instant,
    endAt: Instant,
    /** It begins with a keyframe. */
    independent: Type.Boolean(),
    sizeBytes: Bytes,
  },
  closed,
);

/**
 * First line of the body of POST /api/v1/devices/:device/live/:feed. After it follow, without anything between,
 * `initBytes` of `ftyp` + `moov`, and the fragments. The kiosk also tells how its camera does, without any.
 */
export const LivePushHead = Type.Object(
  {
    camera: Type.Union([
      Type.Literal('starting'),
      Type.Literal('ready'),
      Type.Literal('out-of-order'),
      /** The kiosk has no such camera, or none that can be watched. */
      Type.Literal('absent'),
    ]),
    /** What the kiosk's clock showed when this left. */
    sentAt: Instant,
    /** One opening of the source; null when there are no fragments. */
    run: nullable(Type.String({ minLength: 1, maxLength: 100 })),
    /** 0 when the server has the beginning of this run. */
    initBytes: Bytes,
    fragments: Type.Array(FragmentHead, { maxItems: 50 }),
  },
  closed,
);
export type LivePushHead = Static<typeof LivePushHead>;

/** `needsInit`: nothing was taken, since the server does not have the beginning of this run; send it along. */
export const LivePushAnswer = Type.Object({ needsInit: Type.Boolean() }, closed);
export type LivePushAnswer = Static<typeof LivePushAnswer>;

/** POST /api/v1/classes/:class/live-views: a reviewer begins to watch. Answered with the view's id. */
export const LiveViewOrder = Type.Object({ camera: CameraName }, closed);
export const LiveViewOpened = Type.Object({ view: Id }, closed);
export type LiveViewOpened = Static<typeof LiveViewOpened>;

/** GET /api/v1/classes/:class/live-views/:view */
export const LiveViewState = Type.Object(
  {
    state: Type.Union([
      /** No kiosk of the class holds a control channel. */
      Type.Literal('not-connected'),
      /** The kiosk was asked a moment ago. */
      Type.Literal('waiting'),
      /** It was asked long ago, and nothing has come, or nothing comes any more. */
      Type.Literal('silent'),
      Type.Literal('camera-starting'),
      Type.Literal('camera-out-of-order'),
      Type.Literal('camera-absent'),
      Type.Literal('live'),
    ]),
    /** What the kiosk's clock shows now, as near as can be told: the pictures are dated by it. */
    kioskAt: nullable(Instant),
  },
  closed,
);
export type LiveViewState = Static<typeof LiveViewState>;

/** GET /api/v1/classes/:class/live-views: who watched when, newest first. */
export const LiveViewList = Type.Object(
  {
    views: Type.Array(
      Type.Object(
        {
          view: Id,
          user: Type.String(),
          camera: CameraName,
          beganAt: Instant,
          /** Null while it goes on, or when the server died before it ended. */
          endedAt: nullable(Instant),
          /** Whether any picture was given out; null as long as `endedAt` is. */
          sawPictures: nullable(Type.Boolean()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type LiveViewList = Static<typeof LiveViewList>;
