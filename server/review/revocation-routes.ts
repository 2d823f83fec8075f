import { Type } from 'typebox';
import { AppError } from '../../sync/base/errors.ts';
import { DeviceList, RevocationOrder, RevocationPreview } from '../../sync/contract/device-review.ts';
import { Counter, closed, Id } from '../../sync/contract/primitives.ts';
import { signedStatements } from '../../sync/contract/statements.ts';
import { actorOf, allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { deviceList } from './device-list.ts';
import { revoke } from './revoke.ts';

const tags = ['review'];
const OfDevice = Type.Object({ device: Id });

/** A reviewer sees the kiosks, and takes one's word back from some record on. */
export function revocationRoutes(app: App, context: Context): void {
  const manager = { onRequest: allow(context, 'manage-devices') };

  app.get('/api/v1/devices', { ...manager, schema: { tags, response: { 200: DeviceList } } }, async () =>
    deviceList(context),
  );

  app.get(
    '/api/v1/devices/:device/revocation-preview',
    {
      ...manager,
      schema: {
        tags,
        params: OfDevice,
        querystring: Type.Object({ fromSeq: Counter }, closed),
        response: { 200: RevocationPreview },
      },
    },
    async ({ params, query }) => preview(context, params.device, Number(query.fromSeq)),
  );

  app.post(
    '/api/v1/devices/:device/revocation',
    {
      ...manager,
      schema: {
        tags,
        params: OfDevice,
        body: RevocationOrder,
        response: { 201: signedStatements.revocation },
      },
    },
    async (request, reply) => {
      const revocation = await revoke(context, request.params.device, request.body, actorOf(request));
      context.monitor.feeds.channels.drop(request.params.device);
      return reply.code(201).send(revocation);
    },
  );
}

/** What a revocation from `fromSeq` on would take back; throws `not_found`. */
async function preview({ stores }: Context, device: string, fromSeq: number): Promise<RevocationPreview> {
  if (!(await stores.devices.find(device))) {
    throw new AppError('not_found', 'There is no such device.', { zh: '没有该编号的终端。' });
  }
  return {
    records: await stores.records.countVerifiedFrom(device, fromSeq),
    checkIns: await stores.records.countVerifiedFrom(device, fromSeq, 'check-in'),
  };
}
