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

/** What an account may do; `server/accounts/rights.ts` says who. */
export const Right = Type.Union([
  Type.Literal('own-account'),
  Type.Literal('be-signed-in'),
  Type.Literal('read-classes'),
  Type.Literal('read-policy'),
  Type.Literal('export-evidence'),
  Type.Literal('write-filings'),
  Type.Literal('decide-filings'),
  Type.Literal('ask-for-leave'),
  Type.Literal('decide-credit'),
  Type.Literal('write-claims'),
  Type.Literal('decide-claims'),
  Type.Literal('decide-money'),
  Type.Literal('read-findings'),
  Type.Literal('watch-live'),
  Type.Literal('manage-devices'),
  Type.Literal('read-journal'),
  Type.Literal('manage-policy'),
  Type.Literal('manage-accounts'),
]);
export type Right = Static<typeof Right>;

/** 培训主体: who files classes. */
export const Organiser = Type.Object({ id: Id, name: ShortText }, closed);
export type Organiser = Static<typeof Organiser>;

const Password = Type.String({ minLength: 1, maxLength: 200 });
/** Six digits of an authenticator, or a recovery code. */
const Code = Type.String({ minLength: 6, maxLength: 20 });

/** POST /api/v1/session. Answers `second_factor_needed` when the password is right and `code` is missing. */
export const Login = Type.Object(
  {
    user: Type.String({ minLength: 1, maxLength: 60 }),
    password: Password,
    code: Type.Optional(Code),
  },
  closed,
);

export const Session = Type.Object(
  {
    user: Type.String(),
    role: AccountRole,
    /** Null for the bureau's people. */
    organiser: nullable(Organiser),
    /** What the account may do now. */
    rights: Type.Array(Right),
    /** Until it enrols a second factor, it may do nothing else. */
    mustEnrol: Type.Boolean(),
  },
  closed,
);
export type Session = Static<typeof Session>;

/** GET /api/v1/account */
export const OwnAccount = Type.Object(
  {
    user: Type.String(),
    role: AccountRole,
    organiser: nullable(Organiser),
    secondFactor: Type.Boolean(),
    /** The server demands one of this role. */
    secondFactorRequired: Type.Boolean(),
    recoveryCodesLeft: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type OwnAccount = Static<typeof OwnAccount>;

/** POST /api/v1/account/password */
export const PasswordChange = Type.Object(
  { password: Password, next: Type.String({ minLength: 10, maxLength: 200 }) },
  closed,
);

/** POST /api/v1/account/second-factor; `code` of the old one when there is one. */
export const SecondFactorOrder = Type.Object({ password: Password, code: Type.Optional(Code) }, closed);

/** A secret that counts from when its first code comes back. */
export const SecondFactorSecret = Type.Object(
  {
    /** Base 32, to be typed. */
    secret: Type.String(),
    /** `otpauth://…`, to be shown as a QR code. */
    uri: Type.String(),
  },
  closed,
);
export type SecondFactorSecret = Static<typeof SecondFactorSecret>;

/** PUT /api/v1/account/second-factor */
export const SecondFactorProof = Type.Object({ code: Type.String({ pattern: '^[0-9]{6}$' }) }, closed);

/** Each opens the account once, in place of a code. Shown this once. */
export const RecoveryCodes = Type.Object({ codes: Type.Array(Type.String()) }, closed);
export type RecoveryCodes = Static<typeof RecoveryCodes>;

export const UserName = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._@-]{1,39}$' });

/** Organisers and class admins have an organiser, named as filings name it; the bureau's people have none. */
const belongs = { role: AccountRole, organiser: nullable(ShortText) };
/** POST /api/v1/accounts */
export const NewAccount = Type.Object({ user: UserName, ...belongs }, closed);
export type NewAccount = Static<typeof NewAccount>;
/** PUT /api/v1/accounts/:user */
export const AccountPlace = Type.Object(belongs, closed);
export type AccountPlace = Static<typeof AccountPlace>;
/** PUT /api/v1/accounts/:user/disabled */
export const AccountDisabling = Type.Object({ disabled: Type.Boolean() }, closed);

/** The password of an account, shown this once. */
export const NewPassword = Type.Object({ user: Type.String(), password: Type.String() }, closed);
export type NewPassword = Static<typeof NewPassword>;

export const AccountLine = Type.Object(
  {
    user: Type.String(),
    role: AccountRole,
    organiser: nullable(Organiser),
    secondFactor: Type.Boolean(),
    madeAt: Instant,
    lastLoginAt: nullable(Instant),
    disabledAt: nullable(Instant),
  },
  closed,
);
export type AccountLine = Static<typeof AccountLine>;

/** GET /api/v1/accounts */
export const AccountList = Type.Object(
  { accounts: Type.Array(AccountLine), organisers: Type.Array(Organiser) },
  closed,
);
export type AccountList = Static<typeof AccountList>;
