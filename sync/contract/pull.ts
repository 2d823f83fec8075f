import { type Static, Type } from 'typebox';
import { Role } from './class-plan.ts';
import { Counter, closed, Id, Instant, nullable } from './primitives.ts';
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

const decided = {
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
};

/** As version 0.1 gave it out, before times were proven and the server kept a log: pages that were kept still read. */
export const FirstAttendanceItem = Type.Object(
  {
    ...decided,
    record: SignedRecord,
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
export type FirstAttendanceItem = Static<typeof FirstAttendanceItem>;

/** One accepted check-in or check-out whose record the server has verified. */
export const AttendanceItem = Type.Object(
  {
    ...decided,
    /** Between which instants it was provably written; of the kiosk's own clock speaks only the record. */
    time: Type.Object({ earliestAt: nullable(Instant), latestAt: Instant }, closed),
    /** Exactly as the kiosk signed it. */
    record: SignedRecord,
    /** Enough to check the record from the server's public key alone. */
    proof: Type.Object(
      {
        certificate: signedStatements['device-certificate'],
        /** The device key's word on the key that signed the record; null when the device key signed it itself. */
        bootKey: nullable(signedStatements['boot-key']),
        /** The receipt that the record names: it was written after this. Null for records of version 1. */
        timeReceipt: nullable(signedStatements['time-receipt']),
        acceptance: signedStatements.acceptance,
        /** c2sp.org/tlog-proof: the record's text is an entry of the server's log. */
        log: Type.String(),
      },
      closed,
    ),
  },
  closed,
);
export type AttendanceItem = Static<typeof AttendanceItem>;

const Withdrawal = Type.Object(
  { id: Id, class: Id, device: Id, seq: Counter, reason: Type.Literal('device-revoked') },
  closed,
);

export const AttendancePage = Type.Object(
  {
    items: Type.Array(AttendanceItem),
    /** Items given out before that no longer count, because their device was revoked from an earlier record on. */
    withdrawn: Type.Array(Withdrawal),
    /** Send it as `cursor` next time; the same as was sent when there is nothing new. */
    nextCursor: Type.String(),
  },
  closed,
);
export type AttendancePage = Static<typeof AttendancePage>;
