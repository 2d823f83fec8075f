import { Type } from 'typebox';
import { Health } from '../../sync/contract/device-api.ts';
import { publicKeyPem } from '../../sync/evidence/keys.ts';
import { anybody } from '../accounts/guards.ts';
import type { App, Context } from '../parts.ts';
import { version } from './version.ts';

/** What anyone may ask: is it running, and by which key does it sign. */
export function healthRoutes(app: App, { clock, serverKey }: Context): void {
  app.get('/api/v1/health', { onRequest: anybody, schema: { response: { 200: Health } } }, async () => ({
    program: 'server',
    version,
    at: clock.now(),
  }));

  app.get(
    '/api/v1/trust',
    { onRequest: anybody, schema: { response: { 200: Type.String() } } },
    async (_request, reply) => {
      reply
        .type('application/x-pem-file')
        .header('content-disposition', 'inline; filename="keqin-trust.pem"');
      return publicKeyPem(serverKey.publicKey);
    },
  );
}
