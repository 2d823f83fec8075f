import { type Static, type TSchema, Type } from 'typebox';
import { JournalBody } from './accounts.ts';
import { ClassPlan } from './class-plan.ts';
import { CreditApproval } from './credit-approval.ts';
import {
  Base64Url,
  Counter,
  closed,
  DeviceSuite,
  Digest,
  Id,
  Instant,
  Nonce,
  ShortText,
} from './primitives.ts';

const v = Type.Literal(1);

/** What a kiosk's clocks showed at one moment; `mono` and `uptime` count from the boot that `boot` names. */
export const ClockReading = Type.Object(
  {
    boot: ShortText,
    mono: Type.Integer({ minimum: 0 }),
    uptime: Type.Integer({ minimum: 0 }),
    wall: Instant,
  },
  closed,
);
export type ClockReading = Static<typeof ClockReading>;

/** What the server signs. Each kind has its own domain, so that no signature serves for another kind. */
const serverBody = {
  /** The server knows this device by this key. Version 1 had no end and only first keys. */
  'device-certificate': Type.Union([
    Type.Object(
      {
        v: Type.Literal(2),
        device: Id,
        publicKey: Base64Url,
        suite: DeviceSuite,
        /** The first record after which this key is the device's: `"0"` for its first key. */
        afterSeq: Counter,
        issuedAt: Instant,
        expiresAt: Instant,
      },
      closed,
    ),
    Type.Object({ v, device: Id, publicKey: Base64Url, registeredAt: Instant }, closed),
  ]),
  /** At `at` the device had written its log up to `seq`, whose digest is `head`, and its clocks showed `clock`. */
  'time-receipt': Type.Object(
    { v, device: Id, nonce: Nonce, seq: Counter, head: Digest, at: Instant, clock: ClockReading },
    closed,
  ),
  /** The server has stored every record of the device up to `seq`, whose digest is `head`. */
  'records-receipt': Type.Object({ v, device: Id, seq: Counter, head: Digest, receivedAt: Instant }, closed),
  /** The server has stored this segment on disk, synced, and its digest is right. */
  'segment-receipt': Type.Object(
    { v, device: Id, sha256: Digest, sizeBytes: Type.Integer({ minimum: 1 }), receivedAt: Instant },
    closed,
  ),
  /** The server verified this one record: signature, chain, device, time and plan. */
  acceptance: Type.Object({ v, device: Id, seq: Counter, digest: Digest, acceptedAt: Instant }, closed),
  /** Nothing that the device wrote from record `fromSeq` on counts. */
  revocation: Type.Object({ v, device: Id, fromSeq: Counter, at: Instant, reason: ShortText }, closed),
  plan: ClassPlan,
  /** What somebody did at the server. */
  'journal-entry': JournalBody,
  'credit-approval': CreditApproval,
} satisfies Record<string, TSchema>;

/** What a device signs with its device key. */
const deviceBody = {
  /** Asks for a certificate; the code was handed over by a reviewer. */
  'certificate-request': Type.Object(
    {
      v,
      code: Type.String({ minLength: 4, maxLength: 40 }),
      name: ShortText,
      publicKey: Base64Url,
      suite: DeviceSuite,
    },
    closed,
  ),
  /** From record `seq` on, until the next boot record, this key signs the device's records. */
  'boot-key': Type.Object(
    { v, device: Id, seq: Counter, boot: ShortText, publicKey: Base64Url, suite: DeviceSuite },
    closed,
  ),
  /**
   * The log goes up to `seq`, whose digest is `digest`; the server's answer shall carry `nonce`. `anchor`: the newest
   * time receipt at hand.
   */
  head: Type.Object(
    {
      v,
      device: Id,
      seq: Counter,
      digest: Digest,
      nonce: Nonce,
      anchor: Type.Union([Digest, Type.Null()]),
      clock: ClockReading,
    },
    closed,
  ),
} satisfies Record<string, TSchema>;

const bodies = { ...serverBody, ...deviceBody };
export type StatementKind = keyof typeof bodies;
export type StatementBody<K extends StatementKind> = Static<(typeof bodies)[K]>;

/** A statement with its signature, by kind. */
export const signedStatements = {
  'device-certificate': signed('device-certificate'),
  'time-receipt': signed('time-receipt'),
  'records-receipt': signed('records-receipt'),
  'segment-receipt': signed('segment-receipt'),
  acceptance: signed('acceptance'),
  revocation: signed('revocation'),
  plan: signed('plan'),
  'journal-entry': signed('journal-entry'),
  'credit-approval': signed('credit-approval'),
  'certificate-request': signed('certificate-request'),
  'boot-key': signed('boot-key'),
  head: signed('head'),
};

function signed<K extends StatementKind>(kind: K) {
  return Type.Object(
    {
      kind: Type.Literal(kind),
      body: bodies[kind],
      suite: kind in deviceBody ? DeviceSuite : Type.Literal('Ed25519'),
      key: Digest,
      sig: Base64Url,
    },
    closed,
  );
}

export interface Statement<K extends StatementKind = StatementKind> {
  readonly kind: K;
  readonly body: StatementBody<K>;
  readonly suite: 'Ed25519' | Static<typeof DeviceSuite>;
  /** Digest of the signer's public key. */
  readonly key: string;
  readonly sig: string;
}
