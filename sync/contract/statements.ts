import { type Static, type TObject, Type } from 'typebox';
import { ClassPlan } from './class-plan.ts';
import { Base64Url, Counter, closed, Digest, Id, Instant } from './primitives.ts';

/** What the server signs. Each kind has its own domain, so that no signature serves for another kind. */
const statementBody = {
  /** The server knows this device by this key. */
  'device-certificate': Type.Object(
    { v: Type.Literal(1), device: Id, publicKey: Base64Url, registeredAt: Instant },
    closed,
  ),
  /** The server has verified and stored every record of the device up to `seq`, whose digest is `head`. */
  'records-receipt': Type.Object(
    { v: Type.Literal(1), device: Id, seq: Counter, head: Digest, receivedAt: Instant },
    closed,
  ),
  /** The server has stored this segment on disk, synced, and its digest is right. */
  'segment-receipt': Type.Object(
    {
      v: Type.Literal(1),
      device: Id,
      sha256: Digest,
      sizeBytes: Type.Integer({ minimum: 1 }),
      receivedAt: Instant,
    },
    closed,
  ),
  /** The server verified this one record: signature, chain, device and plan. */
  acceptance: Type.Object(
    { v: Type.Literal(1), device: Id, seq: Counter, digest: Digest, acceptedAt: Instant },
    closed,
  ),
  plan: ClassPlan,
} satisfies Record<string, TObject>;

export type StatementKind = keyof typeof statementBody;
export type StatementBody<K extends StatementKind> = Static<(typeof statementBody)[K]>;

/** A statement with the server's signature, by kind. */
export const signedStatements = {
  'device-certificate': signed('device-certificate'),
  'records-receipt': signed('records-receipt'),
  'segment-receipt': signed('segment-receipt'),
  acceptance: signed('acceptance'),
  plan: signed('plan'),
};

function signed<K extends StatementKind>(kind: K) {
  return Type.Object(
    {
      kind: Type.Literal(kind),
      body: statementBody[kind],
      suite: Type.Literal('Ed25519'),
      key: Digest,
      sig: Base64Url,
    },
    closed,
  );
}

export interface Statement<K extends StatementKind = StatementKind> {
  readonly kind: K;
  readonly body: StatementBody<K>;
  readonly suite: 'Ed25519';
  /** Digest of the server's public key. */
  readonly key: string;
  readonly sig: string;
}
