import { type Static, Type } from 'typebox';
import { Role } from './class-plan.ts';
import { closed, Id, Instant } from './primitives.ts';
import { DecisionReason, Method, SignedRecord } from './records.ts';
import { signedStatements } from './statements.ts';

/** GET /api/v1/attendance?cursor=&class=&limit= */
export const PullQuery = Type.Object(
  {
    cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
    class: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  },
  closed,
);
export type PullQuery = Static<typeof PullQuery>;

/** One accepted check-in or check-out whose record the server has verified. */
export const AttendanceItem = Type.Object(
  {
    id: Id,
    class: Id,
    session: Id,
    person: Id,
    role: Role,
    decision: Type.Object(
      {
        outcome: Type.Literal('accepted'),
        direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
        reason: DecisionReason,
        minutes: Type.Integer(),
        method: Method,
        at: Instant,
      },
      closed,
    ),
    /** Exactly as the kiosk signed it. */
    record: SignedRecord,
    /** Enough to check the record from the server's public key alone. */
    proof: Type.Object(
      {
        certificate: signedStatements['device-certificate'],
        acceptance: signedStatements.acceptance,
      },
      closed,
    ),
  },
  closed,
);
export type AttendanceItem = Static<typeof AttendanceItem>;

export const AttendancePage = Type.Object(
  {
    items: Type.Array(AttendanceItem),
    /** Send it as `cursor` next time; the same as was sent when there is nothing new. */
    nextCursor: Type.String(),
  },
  closed,
);
export type AttendancePage = Static<typeof AttendancePage>;
