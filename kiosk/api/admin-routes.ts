import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../../sync/base/errors.ts';
import { PinEntry } from '../../sync/contract/kiosk-admin.ts';
import { closed } from '../../sync/contract/primitives.ts';
import type { KioskApp } from '../app.ts';
import type { KioskApi } from './kiosk-api.ts';

const cookieName = 'keqin-admin';

/** Refuses a request without an open admin session. */
export function requireAdmin(app: KioskApp) {
  return async (request: FastifyRequest): Promise<void> => {
    if (app.pinGuard.isOpen(request.cookies[cookieName])) return;
    throw new AppError('unauthorised', 'The class admin’s PIN is needed.', { zh: '请先输入班主任密码。' });
  };
}

/** The class admin (班主任) signs in at the kiosk, and out. */
export function adminRoutes(api: KioskApi, app: KioskApp): void {
  const path = '/api/v1/admin/session';
  const nothing = { 204: Type.Null() };

  api.get(
    path,
    { schema: { response: { 200: Type.Object({ open: Type.Boolean() }, closed) } } },
    (request) => ({
      open: app.pinGuard.isOpen(request.cookies[cookieName]),
    }),
  );

  api.post(path, { schema: { body: PinEntry, response: nothing } }, (request, reply) => {
    const token = openSession(app, request.body.pin);
    reply
      .setCookie(cookieName, token, { path: '/api', httpOnly: true, sameSite: 'strict' })
      .code(204)
      .send(null);
  });

  api.delete(path, { schema: { response: nothing } }, (request, reply) => {
    app.pinGuard.close(request.cookies[cookieName]);
    reply.clearCookie(cookieName, { path: '/api' }).code(204).send(null);
  });
}

/** That somebody signed in is a fact, as each wrong PIN is (`KioskApp`). */
function openSession(app: KioskApp, pin: string): string {
  const token = app.pinGuard.open(pin);
  app.parts.log.append('admin', null, { event: 'signed-in', at: app.parts.clock.now() });
  return token;
}
