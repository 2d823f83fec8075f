import { UsbExportAnswer, UsbImportAnswer, UsbOrder, UsbView } from '../../sync/contract/kiosk-usb.ts';
import type { KioskApp } from '../app.ts';
import { requireAdmin } from './admin-routes.ts';
import type { KioskApi } from './kiosk-api.ts';

/** Evidence out, plans and receipts in, by a disk that is carried (送技能下乡). */
export function usbRoutes(api: KioskApi, app: KioskApp): void {
  const preHandler = requireAdmin(app);
  const path = '/api/v1/usb';
  api.get(path, { schema: { response: { 200: UsbView } }, preHandler }, () => app.usb.look());

  const exported = { schema: { body: UsbOrder, response: { 200: UsbExportAnswer } }, preHandler };
  api.post(`${path}/export`, exported, (request) => app.usb.exportTo(request.body.disk));

  const imported = { schema: { body: UsbOrder, response: { 200: UsbImportAnswer } }, preHandler };
  api.post(`${path}/import`, imported, (request) => app.usb.importFrom(request.body.disk));
}
