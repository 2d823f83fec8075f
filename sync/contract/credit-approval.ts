import { type Static, Type } from 'typebox';
import { Actor } from './accounts.ts';
import { Counter, closed, Digest, Id, Instant } from './primitives.ts';

const Count = Type.Integer({ minimum: 0 });

const ApprovalCounts = Type.Object(
  { people: Count, periods: Count, counted: Count, held: Count, notCounted: Count },
  closed,
);

/** 核定考勤: a version of a class's credit, frozen. The body of the statement that the server signs. */
export const CreditApproval = Type.Object(
  {
    v: Type.Literal(1),
    class: Id,
    version: Type.Integer({ minimum: 1 }),
    planVersion: Type.Integer({ minimum: 1 }),
    profile: Id,
    profileVersion: Type.Integer({ minimum: 1 }),
    at: Instant,
    by: Actor,
    /** Of the lines. What is held is not credited. */
    counts: ApprovalCounts,
    /** Number of lines, and the RFC 6962 root over them. */
    size: Count,
    root: Digest,
    /** The newest entry of the server's own log then; `"0"` and 64 zeros when it had none. */
    journal: Type.Object({ seq: Counter, digest: Digest }, closed),
  },
  closed,
);
export type CreditApproval = Static<typeof CreditApproval>;
