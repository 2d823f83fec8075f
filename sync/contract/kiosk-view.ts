import { type Static, Type } from 'typebox';
import { Role } from './class-plan.ts';
import { PictureFault } from './lesson-records.ts';
import { closed, Id, Instant, nullable, ShortText } from './primitives.ts';
import { DecisionReason, Method } from './records.ts';

const Device = Type.Object(
  {
    state: Type.Union([Type.Literal('starting'), Type.Literal('ready'), Type.Literal('out-of-order')]),
    detail: Type.Optional(Type.String()),
    fault: Type.Optional(Type.Union([Type.Literal('lost'), Type.Literal('stalled'), Type.Literal('died')])),
    since: Instant,
  },
  closed,
);

/** What the page says after an attempt. Stays until `until`. */
export const CheckInNotice = Type.Object(
  {
    id: Id,
    /** `ask`: an early leave waits for a yes, by touch or by the same person once more. `hint`: no decision. */
    kind: Type.Union([
      Type.Literal('accepted'),
      Type.Literal('refused'),
      Type.Literal('ask'),
      Type.Literal('hint'),
    ]),
    reason: Type.Union([
      DecisionReason,
      Type.Literal('face-camera'),
      Type.Literal('come-closer'),
      Type.Literal('finger-dry'),
      Type.Literal('finger-wet'),
      Type.Literal('finger-again'),
      /** While somebody is being enrolled. */
      Type.Literal('place-finger'),
      Type.Literal('lift-finger'),
      Type.Literal('look-here'),
      /** The disk is full: the attempt was decided, and could not be written down. */
      Type.Literal('not-saved'),
    ]),
    /** `张*`; null for a stranger. */
    maskedName: nullable(Type.String()),
    role: nullable(Role),
    method: Method,
    minutes: Type.Integer({ minimum: 0 }),
    at: Instant,
    until: Instant,
  },
  closed,
);
export type CheckInNotice = Static<typeof CheckInNotice>;

const PersonLine = Type.Object(
  {
    id: Id,
    maskedName: Type.String(),
    role: Role,
    status: Type.Union([
      Type.Literal('missing'),
      Type.Literal('in'),
      Type.Literal('late'),
      Type.Literal('out'),
      Type.Literal('left-early'),
    ]),
    at: nullable(Instant),
    method: nullable(Method),
  },
  closed,
);
export type PersonLine = Static<typeof PersonLine>;

const PeriodLine = Type.Object(
  {
    number: Type.Integer(),
    kind: Type.Union([Type.Literal('theory'), Type.Literal('practice')]),
    topic: Type.String(),
    startAt: Instant,
    endAt: Instant,
  },
  closed,
);

/** GET /api/v1/state, and each `state` event of GET /api/v1/events: everything the page shows. */
export const KioskView = Type.Object(
  {
    now: Instant,
    demo: Type.Boolean(),
    class: nullable(Type.Object({ id: Id, title: ShortText, organiser: ShortText, room: ShortText }, closed)),
    session: nullable(Type.Object({ id: Id, startAt: Instant, endAt: Instant }, closed)),
    period: nullable(PeriodLine),
    nextPeriod: nullable(PeriodLine),
    people: Type.Array(PersonLine),
    recording: Type.Object(
      {
        /** `fault`: should run and does not. `paused`: the class admin has interrupted it. */
        state: Type.Union([
          Type.Literal('idle'),
          Type.Literal('recording'),
          Type.Literal('paused'),
          Type.Literal('fault'),
        ]),
        required: Type.Boolean(),
        since: nullable(Instant),
        /** While `fault` or `paused`: from when on there is no video, and why. `reason`: the class admin's. */
        unrecorded: nullable(
          Type.Object(
            {
              since: Instant,
              why: Type.Union([
                Type.Literal('paused'),
                Type.Literal('stopped'),
                Type.Literal('not-begun'),
                Type.Literal('broken'),
              ]),
              reason: nullable(ShortText),
            },
            closed,
          ),
        ),
        /** What the room camera's picture shows instead of a lesson, as far as was noticed. */
        pictureFault: nullable(PictureFault),
      },
      closed,
    ),
    /** Room on the disk. `video-stopped`: check-ins go on, video does not. `full`: not even check-ins are saved. */
    storage: Type.Union([
      Type.Literal('ample'),
      Type.Literal('low'),
      Type.Literal('video-stopped'),
      Type.Literal('full'),
    ]),
    devices: Type.Object({ roomCamera: Device, doorCamera: Device, reader: Device, disk: Device }, closed),
    sync: Type.Object(
      {
        online: Type.Boolean(),
        recordsWaiting: Type.Integer(),
        segmentsWaiting: Type.Integer(),
        lastReceiptAt: nullable(Instant),
      },
      closed,
    ),
    /** `due`: a session begins within the hour, and no self-test has found everything well. */
    selfTest: Type.Object(
      { due: Type.Boolean(), lastAt: nullable(Instant), failed: Type.Integer({ minimum: 0 }) },
      closed,
    ),
    notice: nullable(CheckInNotice),
  },
  closed,
);
export type KioskView = Static<typeof KioskView>;

/** POST /api/v1/notices/:id answer to an `ask`. */
export const NoticeAnswer = Type.Object({ confirm: Type.Boolean() }, closed);

/** Demo only. GET /api/v1/demo/fingers, POST /api/v1/demo/press, POST /api/v1/demo/reader. */
export const DemoFingers = Type.Object(
  {
    /** The demo's class admin PIN, shown on the panel. */
    pin: Type.String(),
    fingers: Type.Array(Type.Object({ finger: ShortText, label: Type.String() }, closed)),
  },
  closed,
);
export type DemoFingers = Static<typeof DemoFingers>;

export const DemoPress = Type.Object(
  {
    finger: ShortText,
    quality: Type.Optional(
      Type.Union([Type.Literal('good'), Type.Literal('dry'), Type.Literal('wet'), Type.Literal('partial')]),
    ),
  },
  closed,
);

export const DemoReaderLever = Type.Object(
  { action: Type.Union([Type.Literal('unplug'), Type.Literal('plug')]) },
  closed,
);
