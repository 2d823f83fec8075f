import { type Static, Type } from 'typebox';
import { Counter, closed, Id, Instant, nullable, ShortText } from './primitives.ts';

/** What a receiver is told of. */
export const WebhookType = Type.Union([
  Type.Literal('credit.approved'),
  Type.Literal('credit.withdrawn'),
  Type.Literal('claim.decided'),
]);
export type WebhookType = Static<typeof WebhookType>;

/**
 * What is posted to a receiver (standardwebhooks.com: `webhook-id`, `webhook-timestamp`, `webhook-signature`): ids and
 * a cursor, and nothing of any person. Who was told pulls.
 */
export const WebhookMessage = Type.Object(
  {
    type: WebhookType,
    /** ISO 8601. */
    timestamp: Type.String(),
    data: Type.Object(
      {
        class: Id,
        /** Version of the approval, of `credit.*`. */
        version: Type.Optional(Type.Integer({ minimum: 1 })),
        /** Of `claim.decided`. */
        claim: Type.Optional(Id),
        /** GET /api/v1/credits?cursor= with this gives what is told of, first. */
        cursor: Type.String(),
      },
      closed,
    ),
  },
  closed,
);
export type WebhookMessage = Static<typeof WebhookMessage>;

/** POST /api/v1/webhooks */
export const WebhookOrder = Type.Object({ url: Type.String({ minLength: 8, maxLength: 500 }) }, closed);

/** The secret is shown this once. */
export const WebhookMade = Type.Object({ id: Id, url: Type.String(), secret: Type.String() }, closed);
export type WebhookMade = Static<typeof WebhookMade>;

export const Webhook = Type.Object(
  {
    id: Id,
    url: Type.String(),
    /** False when the receiver said 410 Gone. */
    active: Type.Boolean(),
    madeAt: Instant,
    madeBy: ShortText,
    /** Not yet delivered. */
    waiting: Type.Integer(),
    /** Given up after a day. */
    givenUp: Type.Integer(),
    /** The oldest that waits. */
    next: nullable(
      Type.Object(
        {
          event: Counter,
          attempts: Type.Integer(),
          at: Instant,
          /** HTTP status of the last answer; null when none came. */
          lastStatus: nullable(Type.Integer()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type Webhook = Static<typeof Webhook>;

export const WebhookList = Type.Object({ webhooks: Type.Array(Webhook) }, closed);
export type WebhookList = Static<typeof WebhookList>;
