import { type Static, Type } from 'typebox';
import { CreditLine } from './credit.ts';
import { closed, Id, nullable } from './primitives.ts';
import { RegistrationNumber } from './real-name.ts';
import { signedStatements } from './statements.ts';

/** GET /api/v1/credits?cursor=&class=&trainee=&period=&limit= */
export const CreditPullQuery = Type.Object(
  {
    /** `nextCursor` of the page before, or the cursor of a webhook; none begins at the beginning. */
    cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}(-[0-9]{1,7})?$' })),
    class: Type.Optional(Id),
    trainee: Type.Optional(Id),
    /** Day and number: `2026-11-20-3` is the third period of that day. */
    period: Type.Optional(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{1,2}$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  },
  closed,
);
export type CreditPullQuery = Static<typeof CreditPullQuery>;

const Base64 = Type.String({ pattern: '^[A-Za-z0-9+/]+={0,2}$' });

/** One trainee's one period of approved credit. Nothing here needs to be believed but `registration`. */
export const CreditItem = Type.Object(
  {
    /** The trainee's number in the real-name system: what to join by. Signed by nobody. */
    registration: nullable(RegistrationNumber),
    /** Its canonical JSON (RFC 8785) is the entry of the approval's tree. */
    line: CreditLine,
    /** The reviewer's approval, signed by the server: version, root, who and when. */
    approval: signedStatements['credit-approval'],
    /** RFC 9162 §2.1.3: place of the entry, and its path to `root` (base64). */
    proof: Type.Object({ index: Type.Integer({ minimum: 0 }), path: Type.Array(Base64) }, closed),
  },
  closed,
);
export type CreditItem = Static<typeof CreditItem>;

const WithdrawnCredit = Type.Object(
  {
    class: Id,
    version: Type.Integer({ minimum: 1 }),
    reason: Type.Union([
      /** Two reviewers undid it. */
      Type.Literal('withdrawn'),
      /** A later version took its place, and follows. */
      Type.Literal('superseded'),
      /** It was changed in the server's store and can no longer be proven. */
      Type.Literal('damaged'),
    ]),
  },
  closed,
);

export const CreditPage = Type.Object(
  {
    /** In the order of approval. */
    items: Type.Array(CreditItem),
    /** Approvals whose items, given out before or not, do not count. */
    withdrawn: Type.Array(WithdrawnCredit),
    /** Send it as `cursor` next time; the same as was sent when there is nothing new. */
    nextCursor: Type.String(),
  },
  closed,
);
export type CreditPage = Static<typeof CreditPage>;
