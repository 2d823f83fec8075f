import { type Static, Type } from 'typebox';
import { Role } from './class-plan.ts';
import { closed, Digest, Id, Instant, nullable, ShortText } from './primitives.ts';
import { CameraName, DecisionReason, GapCause, Method, PictureFault } from './records.ts';
import { SelfTestResult } from './room-review.ts';

/** POST /api/v1/session */
export const Login = Type.Object(
  {
    user: Type.String({ minLength: 1, maxLength: 60 }),
    password: Type.String({ minLength: 1, maxLength: 200 }),
  },
  closed,
);
export const Session = Type.Object({ user: Type.String(), role: Type.Literal('reviewer') }, closed);
export type Session = Static<typeof Session>;

export const SessionSummary = Type.Object(
  {
    id: Id,
    day: Type.String(),
    startAt: Instant,
    endAt: Instant,
    periods: Type.Integer(),
    state: Type.Union([Type.Literal('past'), Type.Literal('now'), Type.Literal('later')]),
  },
  closed,
);
export type SessionSummary = Static<typeof SessionSummary>;

/** One tile of the class wall. GET /api/v1/classes answers `{ classes: [...] }`. */
export const ClassTile = Type.Object(
  {
    id: Id,
    title: ShortText,
    organiser: ShortText,
    room: ShortText,
    profile: ShortText,
    /** The session under way, else the next one, else the last. */
    session: nullable(SessionSummary),
    expected: Type.Integer(),
    checkedIn: Type.Integer(),
    missing: Type.Integer(),
    recording: Type.Union([Type.Literal('recording'), Type.Literal('idle'), Type.Literal('fault')]),
    /** A kiosk of the class listens to us: its cameras can be watched live. */
    connected: Type.Boolean(),
    /** Newest moment at which the kiosk spoke to us. */
    lastSeenAt: nullable(Instant),
    findings: Type.Integer(),
    /** Kiosks of the class that signed two logs, and that nobody revoked yet. */
    cloned: Type.Array(Type.Object({ id: Id, name: Type.String() }, closed)),
  },
  closed,
);
export type ClassTile = Static<typeof ClassTile>;
export const ClassWall = Type.Object({ now: Instant, classes: Type.Array(ClassTile) }, closed);
export type ClassWall = Static<typeof ClassWall>;

export const AttendanceStatus = Type.Union([
  Type.Literal('present'),
  Type.Literal('late'),
  Type.Literal('left-early'),
  Type.Literal('absent'),
  /** The period is not over. */
  Type.Literal('pending'),
]);
export type AttendanceStatus = Static<typeof AttendanceStatus>;

/** Why the time of a record is not proven: the signs that `sync/evidence/time.ts` judges. */
export const TimeSign = Type.Union([
  Type.Literal('no-anchor'),
  Type.Literal('rebooted'),
  Type.Literal('uptime-differs'),
  Type.Literal('clock-backwards'),
  Type.Literal('clock-off'),
  Type.Literal('offline-too-long'),
]);
export type TimeSign = Static<typeof TimeSign>;

/** When a record was written, as far as receipts of this server prove it. */
export const RecordTime = Type.Object(
  {
    /** Null when nothing proves that it was not written long before. */
    earliestAt: nullable(Instant),
    latestAt: Instant,
    sign: nullable(TimeSign),
  },
  closed,
);
export type RecordTime = Static<typeof RecordTime>;

const ofRecord = { device: Id, seq: Type.String(), digest: Digest, time: RecordTime };
const saidOfCheckIn = {
  id: Id,
  person: nullable(Id),
  /** Masked: `张*三`. */
  maskedName: nullable(Type.String()),
  /** By the kiosk's own clock: for sorting, and shown as that clock's, never as the time. */
  at: Instant,
  method: Method,
  outcome: Type.Union([Type.Literal('accepted'), Type.Literal('refused')]),
  direction: nullable(Type.Union([Type.Literal('in'), Type.Literal('out')])),
  reason: DecisionReason,
  minutes: Type.Integer(),
  score: Type.Number(),
};

export const CheckInLine = Type.Object({ ...saidOfCheckIn, ...ofRecord }, closed);
export type CheckInLine = Static<typeof CheckInLine>;

const PeriodColumn = Type.Object(
  {
    session: Id,
    day: Type.String(),
    number: Type.Integer(),
    kind: Type.Union([Type.Literal('theory'), Type.Literal('practice')]),
    topic: Type.String(),
    startAt: Instant,
    endAt: Instant,
  },
  closed,
);
export type PeriodColumn = Static<typeof PeriodColumn>;

/** GET /api/v1/classes/:class */
export const ClassDetail = Type.Object(
  {
    id: Id,
    version: Type.Integer(),
    profile: ShortText,
    title: ShortText,
    trainingKind: ShortText,
    occupation: ShortText,
    organiser: ShortText,
    room: ShortText,
    filedAt: Instant,
    periodMinutes: Type.Integer(),
    sessions: Type.Array(SessionSummary),
    people: Type.Array(
      Type.Object({ id: Id, role: Role, name: ShortText, maskedIdNumber: Type.String() }, closed),
    ),
    devices: Type.Array(
      Type.Object(
        {
          id: Id,
          name: Type.String(),
          lastSeenAt: nullable(Instant),
          selfTest: nullable(SelfTestResult),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ClassDetail = Static<typeof ClassDetail>;

/** GET /api/v1/classes/:class/attendance: `rows[i].cells[j]` belongs to `periods[j]`. */
export const AttendanceGrid = Type.Object(
  {
    now: Instant,
    periods: Type.Array(PeriodColumn),
    rows: Type.Array(
      Type.Object(
        {
          person: Id,
          role: Role,
          name: ShortText,
          maskedIdNumber: Type.String(),
          /** Periods counted present or late, and periods that are over. */
          attended: Type.Integer(),
          held: Type.Integer(),
          cells: Type.Array(Type.Object({ status: AttendanceStatus, minutes: Type.Integer() }, closed)),
        },
        closed,
      ),
    ),
    checkIns: Type.Array(CheckInLine),
  },
  closed,
);
export type AttendanceGrid = Static<typeof AttendanceGrid>;

/** A stretch of due time without verified video. `unexplained` when no signed gap covers it. */
export const UncoveredStretch = Type.Object(
  {
    startAt: Instant,
    endAt: Instant,
    cause: Type.Union([GapCause, Type.Literal('unexplained'), Type.Literal('not-uploaded')]),
  },
  closed,
);
export type UncoveredStretch = Static<typeof UncoveredStretch>;

/** The class admin interrupted the recording. `endAt` is now, or the lesson's end, while nobody resumed it. */
const PausedStretch = Type.Object({ startAt: Instant, endAt: Instant, reason: nullable(ShortText) }, closed);
export type PausedStretch = Static<typeof PausedStretch>;

/** The picture showed no lesson, from when on and as the kiosk noticed it. */
const FaultyStretch = Type.Object(
  { startAt: Instant, endAt: Instant, fault: PictureFault, noticedAt: Instant },
  closed,
);
export type FaultyStretch = Static<typeof FaultyStretch>;

/** GET /api/v1/classes/:class/sessions/:session/replay?camera=room */
export const Replay = Type.Object(
  {
    class: Id,
    session: SessionSummary,
    camera: CameraName,
    periods: Type.Array(PeriodColumn),
    segments: Type.Array(
      Type.Object(
        {
          sha256: Digest,
          startAt: Instant,
          endAt: Instant,
          state: Type.Union([Type.Literal('announced'), Type.Literal('verified'), Type.Literal('damaged')]),
        },
        closed,
      ),
    ),
    /** The periods that must be recorded. */
    due: Type.Array(Type.Object({ startAt: Instant, endAt: Instant }, closed)),
    /** Of the session, up to now. */
    gaps: Type.Array(UncoveredStretch),
    pauses: Type.Array(PausedStretch),
    pictureFaults: Type.Array(FaultyStretch),
    /** Whether /api/v1/segments/:sha256.jpg gives a small picture of each verified segment. */
    thumbnails: Type.Boolean(),
    checkIns: Type.Array(CheckInLine),
    /**
     * HLS (fMP4) of the verified segments, EXT-X-PROGRAM-DATE-TIME on each; null when there is none. With
     * `&period=NUMBER`: those of one period.
     */
    playlistUrl: nullable(Type.String()),
  },
  closed,
);
export type Replay = Static<typeof Replay>;

export const FindingCode = Type.Union([
  Type.Literal('bad-signature'),
  Type.Literal('broken-chain'),
  /** The device signed two things for one place of its log: its key was copied, or an old state restored. */
  Type.Literal('device-cloned'),
  /** Nothing of the device counts from some record on. */
  Type.Literal('device-revoked'),
  Type.Literal('certificate-expired'),
  /** A request that was answered before. */
  Type.Literal('stale-nonce'),
  Type.Literal('record-from-future'),
  /** No receipt binds the record's time, or its clocks show a sign of having been moved. */
  Type.Literal('time-unproven'),
  Type.Literal('sequence-hole'),
  Type.Literal('device-not-in-plan'),
  /** The check-in contradicts the version of the plan that it names. */
  Type.Literal('not-in-plan'),
  /** A photograph or a look into the room at a moment that no version of the plan draws. */
  Type.Literal('moment-not-drawn'),
  Type.Literal('doubled-id'),
  Type.Literal('malformed-record'),
  Type.Literal('record-changed'),
  Type.Literal('device-changed'),
  Type.Literal('plan-changed'),
  Type.Literal('segment-times-wrong'),
  /** The same bytes, or the same moments of the same camera, as a segment accepted before. */
  Type.Literal('segment-doubled'),
  Type.Literal('segment-changed'),
  Type.Literal('segment-missing'),
  Type.Literal('segment-digest-mismatch'),
  Type.Literal('kiosk-record-damaged'),
  Type.Literal('kiosk-segment-damaged'),
  Type.Literal('unknown-device'),
  /** The server's own log does not hold what it should. */
  Type.Literal('log-changed'),
]);
export type FindingCode = Static<typeof FindingCode>;

/** A check-in that is kept and does not count: what it says, unless it cannot be read, and why it is held. */
export const HeldCheckIn = Type.Object(
  {
    ...ofRecord,
    heldFor: FindingCode,
    /** Why it is held, in one sentence in Chinese, and in English. */
    message: Type.String(),
    messageEn: Type.String(),
    says: nullable(Type.Object(saidOfCheckIn, closed)),
  },
  closed,
);
export type HeldCheckIn = Static<typeof HeldCheckIn>;

/** GET /api/v1/classes/:class/held-check-ins */
export const HeldCheckIns = Type.Object(
  {
    /** The newest 500 of `count`. */
    checkIns: Type.Array(HeldCheckIn),
    count: Type.Integer(),
    /** Records of the class that were taken in and are being verified. */
    waiting: Type.Integer(),
  },
  closed,
);
export type HeldCheckIns = Static<typeof HeldCheckIns>;

/** One thing that could not be verified, and why. GET /api/v1/findings?class= answers `{ findings: [...] }`. */
export const Finding = Type.Object(
  {
    id: Type.Integer(),
    foundAt: Instant,
    class: nullable(Id),
    device: nullable(ShortText),
    subject: Type.Object(
      {
        kind: Type.Union([
          Type.Literal('record'),
          Type.Literal('segment'),
          Type.Literal('request'),
          Type.Literal('device'),
          Type.Literal('plan'),
          Type.Literal('log'),
        ]),
        /** `seq` of the record, digest of the segment, path of the request, id of the device, `CLASS vVERSION`. */
        id: Type.String(),
      },
      closed,
    ),
    code: FindingCode,
    /** One sentence in Chinese, and in English. */
    message: Type.String(),
    messageEn: Type.String(),
  },
  closed,
);
export type Finding = Static<typeof Finding>;
export const FindingList = Type.Object(
  {
    findings: Type.Array(Finding),
    /** End of the last whole pass over the server's own store. */
    lastPassAt: nullable(Instant),
    records: Type.Integer(),
    segments: Type.Integer(),
  },
  closed,
);
export type FindingList = Static<typeof FindingList>;
