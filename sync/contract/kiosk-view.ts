import { type Static, Type } from 'typebox';
import { Role } from './class-plan.ts';
import { CivilDay, closed, Id, Instant, nullable, ShortText } from './primitives.ts';
import { DecisionReason, GapCause, Method, PictureFault, SelfTestPart } from './records.ts';

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

/** POST /api/v1/notices/:id answer to an `ask`. */
export const NoticeAnswer = Type.Object({ confirm: Type.Boolean() }, closed);

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

/** GET /api/v1/usb: the disks that are plugged in, and what a disk would carry to the server. */
export const UsbView = Type.Object(
  {
    disks: Type.Array(
      Type.Object(
        { id: Id, label: Type.String(), freeBytes: Type.Integer({ minimum: 0 }), writable: Type.Boolean() },
        closed,
      ),
    ),
    /** `bytes` is an estimate. */
    waiting: Type.Object(
      { records: Type.Integer(), segments: Type.Integer(), bytes: Type.Integer({ minimum: 0 }) },
      closed,
    ),
    /** What is under way now; the bytes are of video, and both 0 while nobody knows. */
    work: nullable(
      Type.Object(
        {
          kind: Type.Union([Type.Literal('export'), Type.Literal('import')]),
          doneBytes: Type.Integer({ minimum: 0 }),
          totalBytes: Type.Integer({ minimum: 0 }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type UsbView = Static<typeof UsbView>;

/** POST /api/v1/usb/export and /api/v1/usb/import: answered when it is done. */
export const UsbOrder = Type.Object({ disk: Id }, closed);

export const UsbExportAnswer = Type.Object(
  {
    outcome: Type.Union([Type.Literal('exported'), Type.Literal('nothing-waits')]),
    /** Name of the folder on the disk. */
    folder: nullable(Type.String()),
    records: Type.Integer(),
    segments: Type.Integer(),
    /** Segments whose file is gone or changed here: not on the disk. */
    damaged: Type.Integer(),
  },
  closed,
);
export type UsbExportAnswer = Static<typeof UsbExportAnswer>;

/** Each plan or receipt file that was found, and one sentence on what came of it. */
export const UsbImportAnswer = Type.Object(
  {
    files: Type.Array(
      Type.Object(
        {
          file: Type.String(),
          outcome: Type.Union([Type.Literal('taken'), Type.Literal('known'), Type.Literal('refused')]),
          message: Type.String(),
          messageEn: Type.String(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type UsbImportAnswer = Static<typeof UsbImportAnswer>;

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
