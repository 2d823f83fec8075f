import { type Static, Type } from 'typebox';
import { closed, Instant, nullable, ShortText } from './primitives.ts';

const Size = Type.Integer({ minimum: 0 });

/** GET /api/v1/log: the newest checkpoint, a signed note (c2sp.org/tlog-checkpoint), and the key that signs it. */
export const LogState = Type.Object(
  {
    /** c2sp.org/signed-note verifier key: keep it from the first time on, or bring it from elsewhere. */
    key: Type.String(),
    size: Size,
    checkpoint: Type.String(),
  },
  closed,
);
export type LogState = Static<typeof LogState>;

/** GET /api/v1/log/consistency?from=&to= proves that the tree of `to` entries goes on from that of `from` (RFC 9162). */
export const Consistency = Type.Object(
  {
    from: Size,
    to: Size,
    /** base64. */
    hashes: Type.Array(Type.String()),
    /** That of `to`. */
    checkpoint: Type.String(),
  },
  closed,
);
export type Consistency = Static<typeof Consistency>;

/** POST /api/v1/log/cosignatures: a witness's line (c2sp.org/tlog-cosignature) on the checkpoint of this size. */
export const Cosigning = Type.Object(
  { checkpoint: Size, cosignature: Type.String({ minLength: 1, maxLength: 1_000 }) },
  closed,
);

export const Cosigned = Type.Object({ size: Size, witness: ShortText }, closed);

/** GET /api/v1/log/summary: the log as a reviewer looks at it. */
export const LogSummary = Type.Object(
  {
    /** The verifier key, to be handed to whoever checks proofs. */
    key: Type.String(),
    size: Size,
    /** base64, as in the checkpoint. */
    root: Type.String(),
    signedAt: Instant,
    /** Every witness, with the newest checkpoint that it cosigned. */
    witnesses: Type.Array(
      Type.Object(
        { name: ShortText, cosigned: nullable(Type.Object({ size: Size, signedAt: Instant }, closed)) },
        closed,
      ),
    ),
  },
  closed,
);
export type LogSummary = Static<typeof LogSummary>;
