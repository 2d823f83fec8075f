import type { BlockList } from 'node:net';
import { Type } from 'typebox';
import { AppError } from '../../../sync/base/errors.ts';
import { randomId } from '../../../sync/base/ids.ts';
import { Id } from '../../../sync/contract/primitives.ts';
import { WebhookList, WebhookMade, WebhookOrder } from '../../../sync/contract/webhooks.ts';
import { accountOf, actorOf, allow } from '../../accounts/session-routes.ts';
import type { App, Context } from '../../parts.ts';
import { inTransaction } from '../../storage/stores.ts';
import { makeSecret } from './sign-message.ts';
import { checkWebhookUrl } from './webhook-url.ts';

const tags = ['webhooks'];
const OfHook = Type.Object({ hook: Id });

/** Receivers of webhooks, kept by the bureau's administrator. */
export function webhookRoutes(app: App, context: Context, allowed: BlockList): void {
  const admin = { onRequest: allow(context, 'manage-accounts') };
  const { database, clock, serverKey, secretBox, stores } = context;

  app.get('/api/v1/webhooks', { ...admin, schema: { tags, response: { 200: WebhookList } } }, async () => {
    const states = await stores.webhooks.states();
    return { webhooks: states.map(({ next, ...state }) => ({ ...state, next: next && toNext(next) })) };
  });

  app.post(
    '/api/v1/webhooks',
    { ...admin, schema: { tags, body: WebhookOrder, response: { 201: WebhookMade } } },
    async (request, reply) => {
      const { href: url } = checkWebhookUrl(request.body.url, allowed);
      const made = { id: randomId('hook'), url, secret: makeSecret() };
      const at = clock.now();
      await inTransaction(database, async ({ webhooks, journal }) => {
        const data = { hook: made.id };
        const deed = { at, by: actorOf(request), action: 'webhook-added', data };
        // It is told of what comes after its own making.
        const { body } = await journal.append(deed, serverKey);
        const secret = secretBox.seal(Buffer.from(made.secret, 'utf8'), made.id);
        await webhooks.add(
          { ...made, secret, seenSeq: Number(body.seq) },
          { at, by: accountOf(request).user },
        );
      });
      reply.code(201);
      return made;
    },
  );

  app.delete(
    '/api/v1/webhooks/:hook',
    { ...admin, schema: { tags, params: OfHook, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { hook } = request.params;
      await inTransaction(database, async ({ webhooks, journal }) => {
        if (!(await webhooks.remove(hook))) throw noHook();
        const by = actorOf(request);
        await journal.append({ at: clock.now(), by, action: 'webhook-removed', data: { hook } }, serverKey);
      });
      return reply.code(204).send(null);
    },
  );
}

function toNext(next: { seq: number; attempts: number; nextAt: number; lastStatus: number | null }) {
  const { seq, attempts, nextAt, lastStatus } = next;
  return { event: String(seq), attempts, at: nextAt, lastStatus };
}

function noHook(): AppError {
  return new AppError('not_found', 'There is no webhook of this id.', { zh: '没有该编号的推送地址。' });
}
