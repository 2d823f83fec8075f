import { DeviceCode } from '../../sync/contract/device-api.ts';
import { reviewerOnly, userOf } from '../accounts/session-routes.ts';
import { makeDeviceCode } from '../ingest/device-code.ts';
import type { App, Context } from '../parts.ts';

/** A reviewer lets one kiosk enrol. */
export function deviceCodeRoutes(app: App, context: Context): void {
  app.post(
    '/api/v1/device-codes',
    { onRequest: reviewerOnly(context), schema: { tags: ['review'], response: { 201: DeviceCode } } },
    async (request, reply) => {
      reply.code(201);
      return makeDeviceCode(context, userOf(request));
    },
  );
}
