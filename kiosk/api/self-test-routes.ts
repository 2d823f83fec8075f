import { SelfTestAnswer } from '../../sync/contract/kiosk-admin.ts';
import type { KioskApp } from '../app.ts';
import { requireAdmin } from './admin-routes.ts';
import type { KioskApi } from './kiosk-api.ts';

/** The class admin has every part tried before class; answered when it is done, within 10 s. */
export function selfTestRoutes(api: KioskApi, app: KioskApp): void {
  const schema = { response: { 200: SelfTestAnswer } };
  api.post('/api/v1/self-test', { schema, preHandler: requireAdmin(app) }, () => app.selfTest.run());
}
