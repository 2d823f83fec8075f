import { type Static, Type } from 'typebox';
import { Role } from './class-plan.ts';
import { FindingCode } from './findings.ts';
import { closed, Digest, Id, Instant, nullable, ShortText } from './primitives.ts';
import { DecisionReason, Method } from './records.ts';
import { SelfTestResult } from './room-review.ts';

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

export const PeriodColumn = Type.Object(
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
