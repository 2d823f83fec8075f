import { type Static, type TObject, Type } from 'typebox';
import { Role } from './class-plan.ts';
import { GapCause, kindsOfLessons, ofLesson } from './lesson-records.ts';
import { Base64Url, Counter, closed, DeviceSuite, Digest, Id, Instant, ShortText } from './primitives.ts';
import { signedStatements } from './statements.ts';

export const Method = Type.Union([Type.Literal('face'), Type.Literal('finger')]);
export type Method = Static<typeof Method>;

/** Why a decision came out as it did. */
export const DecisionReason = Type.Union([
  Type.Literal('on-time'),
  Type.Literal('late'),
  Type.Literal('check-out'),
  Type.Literal('early-leave'),
  Type.Literal('unknown-person'),
  Type.Literal('already-checked-in'),
  Type.Literal('already-checked-out'),
  Type.Literal('outside-window'),
  Type.Literal('not-on-roster'),
  Type.Literal('wrong-class'),
]);
export type DecisionReason = Static<typeof DecisionReason>;

/** What the sensor measured, never what it measured it from. */
export const MatchEvidence = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('face'),
      score: Type.Number(),
      margin: Type.Number(),
      threshold: Type.Number(),
      frames: Type.Integer({ minimum: 1 }),
      model: ShortText,
      modelDigest: Digest,
      /** From the face entering the picture to the decision, ms. */
      decisionMs: Type.Integer({ minimum: 0 }),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('finger'),
      score: Type.Integer({ minimum: 0 }),
      reader: ShortText,
      simulated: Type.Boolean(),
      decisionMs: Type.Integer({ minimum: 0 }),
    },
    closed,
  ),
]);
export type MatchEvidence = Static<typeof MatchEvidence>;

const CheckIn = Type.Object(
  {
    id: Id,
    session: Type.Union([Id, Type.Null()]),
    person: Type.Union([Id, Type.Null()]),
    role: Type.Union([Role, Type.Null()]),
    method: Method,
    outcome: Type.Union([Type.Literal('accepted'), Type.Literal('refused')]),
    direction: Type.Union([Type.Literal('in'), Type.Literal('out'), Type.Null()]),
    reason: DecisionReason,
    /** Whole minutes late or early; 0 otherwise. */
    minutes: Type.Integer({ minimum: 0 }),
    at: Instant,
    planVersion: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
    evidence: MatchEvidence,
  },
  closed,
);

/** What both versions of a record's body know. */
const kindsOfBoth = {
  plan: Type.Object({ version: Type.Integer({ minimum: 1 }), digest: Digest }, closed),
  consent: Type.Object(
    {
      person: Id,
      /** One separate consent a use (PIPL 29). */
      use: Type.Union([
        Type.Literal('face'),
        Type.Literal('finger'),
        Type.Literal('photo'),
        Type.Literal('video'),
      ]),
      granted: Type.Boolean(),
      /** Reference of the impact assessment (PIPL 55), without which nobody is enrolled. */
      assessment: ShortText,
    },
    closed,
  ),
  enrolment: Type.Object(
    {
      person: Id,
      method: Method,
      samples: Type.Integer({ minimum: 1 }),
      with: ShortText,
      quality: Type.Number(),
    },
    closed,
  ),
  /** Templates were deleted: nothing of this person's face or finger is left here. */
  erasure: Type.Object({ person: Id, method: Method, reason: Type.Literal('class-over') }, closed),
  'check-in': CheckIn,
  lesson: Type.Object(
    {
      lesson: Id,
      session: Id,
      event: Type.Union([Type.Literal('started'), Type.Literal('stopped')]),
      by: Type.Union([Type.Literal('plan'), Type.Literal('class-admin')]),
      at: Instant,
      reason: Type.Union([ShortText, Type.Null()]),
    },
    closed,
  ),
  segment: Type.Object(
    {
      ...ofLesson,
      sha256: Digest,
      sizeBytes: Type.Integer({ minimum: 1 }),
      /** Length of the mp4 header (ftyp + moov): where the first fragment begins. */
      initBytes: Type.Integer({ minimum: 1 }),
      startAt: Instant,
      endAt: Instant,
    },
    closed,
  ),
  gap: Type.Object({ ...ofLesson, startAt: Instant, endAt: Instant, cause: GapCause }, closed),
  device: Type.Object(
    {
      device: ShortText,
      state: Type.Union([Type.Literal('ready'), Type.Literal('out-of-order')]),
      detail: Type.Union([Type.String({ maxLength: 500 }), Type.Null()]),
      at: Instant,
    },
    closed,
  ),
  /** The kiosk read its own store again and found it changed. */
  damage: Type.Object(
    {
      item: Type.Union([Type.Literal('record'), Type.Literal('segment')]),
      subject: ShortText,
      found: ShortText,
    },
    closed,
  ),
  admin: Type.Object(
    { event: Type.Union([Type.Literal('signed-in'), Type.Literal('pin-refused')]), at: Instant },
    closed,
  ),
} satisfies Record<string, TObject>;

/** Version 1: signed by the device key itself. Nothing writes it any more; it stays readable. */
export const recordDataV1 = {
  ...kindsOfBoth,
  boot: Type.Object({ program: ShortText, node: ShortText }, closed),
} satisfies Record<string, TObject>;

/** Version 2. A server keeps kinds and versions that it does not know, uninterpreted. */
export const recordData = {
  ...kindsOfBoth,
  ...kindsOfLessons,
  /** The first record of each start: from here on `key` signs. It is signed by that key already. */
  boot: Type.Object({ program: ShortText, node: ShortText, key: signedStatements['boot-key'] }, closed),
  /** A new device key, signed for by the old and the new one. It certifies boot keys from the next start on. */
  rotation: Type.Object(
    { publicKey: Base64Url, suite: DeviceSuite, byOld: Base64Url, byNew: Base64Url },
    closed,
  ),
} satisfies Record<string, TObject>;

export type RecordKind = keyof typeof recordData;
export type RecordData<K extends RecordKind> = Static<(typeof recordData)[K]>;

const commonFields = {
  v: Type.Integer({ minimum: 1 }),
  device: Id,
  seq: Counter,
  /** Digest of the signed record before; of the device's first public key for the first. */
  prev: Digest,
  kind: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
  boot: ShortText,
  /** Milliseconds since boot by the monotonic clock. */
  mono: Type.Integer({ minimum: 0 }),
  /** Wall clock, for display: only receipts prove time. */
  wall: Instant,
  /** Id of the newest time receipt at hand; null before the first. */
  anchor: Type.Union([ShortText, Type.Null()]),
  class: Type.Union([Id, Type.Null()]),
  data: Type.Record(Type.String(), Type.Unknown()),
};
/** Milliseconds since boot by the kernel's own count, which no program's shifted clock moves. */
const uptime = Type.Integer({ minimum: 0 });

/** The common fields of every record; `data` is checked by its kind. Later versions may bring more fields. */
export const bodyVersions = [
  Type.Object(
    { ...commonFields, v: Type.Literal(2), anchor: Type.Union([Digest, Type.Null()]), uptime },
    closed,
  ),
  Type.Object({ ...commonFields, v: Type.Literal(1) }, closed),
  Type.Object({ ...commonFields, v: Type.Integer({ minimum: 3 }) }),
] as const;
const bodyFields = Type.Object({ ...commonFields, uptime: Type.Optional(uptime) });
export type RecordBody = Static<typeof bodyFields>;
export const RecordBody = Type.Unsafe<RecordBody>(Type.Union([...bodyVersions]));

/** A record with its signature, as it is stored, sent and exported. */
export const SignedRecord = Type.Object(
  { body: RecordBody, suite: DeviceSuite, key: ShortText, sig: Base64Url },
  closed,
);
export type SignedRecord = Static<typeof SignedRecord>;
