import { EnrolmentAnswer, EnrolmentList, EnrolmentOrder } from '../../sync/contract/kiosk-admin.ts';
import type { KioskApp } from '../app.ts';
import { requireAdmin } from './admin-routes.ts';
import type { KioskApi } from './kiosk-api.ts';

/** Enrolment of faces and fingers, under the class admin's eyes. */
export function enrolmentRoutes(api: KioskApi, app: KioskApp): void {
  const preHandler = requireAdmin(app);
  const path = '/api/v1/enrolments';
  api.get(path, { schema: { response: { 200: EnrolmentList } }, preHandler }, () => app.enrolment.list());
  const order = { schema: { body: EnrolmentOrder, response: { 200: EnrolmentAnswer } }, preHandler };
  api.post(path, order, (request) => {
    const { person, method, consent } = request.body;
    return app.enrolment.enrol(person, method, consent);
  });
}
