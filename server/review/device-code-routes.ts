import { DeviceCode } from '../../sync/contract/device-api.ts';
import { accountOf, actorOf, allow } from '../accounts/session-routes.ts';
import { makeDeviceCode } from '../ingest/device-code.ts';
import type { App, Context } from '../parts.ts';
import { inTransaction } from '../storage/stores.ts';

/** A reviewer lets one kiosk enrol. */
export function deviceCodeRoutes(app: App, context: Context): void {
  app.post(
    '/api/v1/device-codes',
    {
      onRequest: allow(context, 'manage-devices'),
      schema: { tags: ['review'], response: { 201: DeviceCode } },
    },
    async (request, reply) => {
      const { database, clock, serverKey } = context;
      const deed = { at: clock.now(), by: actorOf(request), action: 'device-code-made' };
      const made = await inTransaction(database, async (stores) => {
        const code = await makeDeviceCode({ stores, clock }, accountOf(request).user);
        await stores.journal.append({ ...deed, data: { expiresAt: code.expiresAt } }, serverKey);
        return code;
      });
      return reply.code(201).send(made);
    },
  );
}
