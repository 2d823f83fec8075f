import { type Static, Type } from 'typebox';
import { Counter, closed, Digest, Id, Instant, nullable, ShortText } from './primitives.ts';

/** 培训主体 · 班主任 · 审核员 · 联合财政部门 · 人社管理员 */
export const AccountRole = Type.Union([
  Type.Literal('organiser'),
  Type.Literal('class-admin'),
  Type.Literal('reviewer'),
  Type.Literal('finance-reviewer'),
  Type.Literal('bureau-admin'),
]);
export type AccountRole = Static<typeof AccountRole>;

/** Who did something: an account, a machine that pulls, or the server itself. */
export const Actor = Type.Union([
  Type.Object({ kind: Type.Literal('account'), user: ShortText, role: AccountRole }, closed),
  Type.Object({ kind: Type.Literal('puller'), label: ShortText }, closed),
  Type.Object({ kind: Type.Literal('system'), part: Id }, closed),
]);
export type Actor = Static<typeof Actor>;

/**
 * One entry of the server's own log: what people did, signed, each naming the one before it. `data` says what, by its
 * own schema for each `action`, and names people by their ids only.
 */
export const JournalBody = Type.Object(
  {
    v: Type.Literal(1),
    seq: Counter,
    /** Digest of the signed entry before it; 64 zeros for the first. */
    prev: Digest,
    at: Instant,
    by: Actor,
    action: Id,
    class: nullable(Id),
    data: Type.Record(Type.String(), Type.Unknown()),
  },
  closed,
);
export type JournalBody = Static<typeof JournalBody>;
