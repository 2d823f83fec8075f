import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { App } from '../parts.ts';
import { version } from './version.ts';

/** OpenAPI of every route, at `/api/docs` (`/api/docs/json` for programs). Register before the routes. */
export async function serveDocs(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      info: { title: '课勤 Keqin: review server', version },
      components: {
        securitySchemes: {
          pullToken: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'keqin_session' },
          deviceSignature: { type: 'apiKey', in: 'header', name: 'Authorization' },
        },
      },
      tags: [
        { name: 'pull', description: 'For the subsidy system. Authorization: Bearer TOKEN' },
        { name: 'device', description: 'For kiosks. Requests are signed: Authorization: Keqin …' },
        { name: 'accounts', description: 'Signing in; accounts and their rights' },
        { name: 'review', description: 'For who is signed in, by their rights' },
        { name: 'classes', description: 'Filing a class on behalf of an organiser' },
        { name: 'filings', description: 'Filings of organisers: drafts, decisions, changes' },
        { name: 'claims', description: 'Real-name numbers, vouchers, exam results, and claims for subsidy' },
        { name: 'webhooks', description: 'Who is told when credit is approved or a claim is decided' },
      ],
    },
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs' });
}
