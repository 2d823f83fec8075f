import { existsSync } from 'node:fs';
import cookie from '@fastify/cookie';
import staticFiles from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { Logger } from '../../sync/base/log.ts';
import { Health } from '../../sync/contract/device-api.ts';
import type { KioskApp } from '../app.ts';
import { adminRoutes } from './admin-routes.ts';
import { enrolmentRoutes } from './enrolment-routes.ts';
import { answerError, answerNothingHere, answerUnroutable } from './error-answer.ts';
import type { KioskApi } from './kiosk-api.ts';
import { localOnly } from './local-only.ts';
import { previewRoutes } from './preview-routes.ts';
import { recordingRoutes } from './recording-routes.ts';
import { selfTestRoutes } from './self-test-routes.ts';
import { stateRoutes } from './state-routes.ts';
import { unicodeOnly } from './unicode-only.ts';
import { usbRoutes } from './usb-routes.ts';

/** The kiosk's HTTP side, ready to listen or to be injected into. */
export async function createKioskApi(
  app: KioskApp,
  options: {
    readonly logger: Logger;
    readonly uiDir: string;
    readonly version: string;
    readonly host: string;
  },
): Promise<KioskApi> {
  const logger: FastifyBaseLogger = options.logger;
  const api: KioskApi = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    forceCloseConnections: true,
    frameworkErrors: answerUnroutable,
    // Bodies are judged as they are: nothing dropped, nothing turned into something else.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
  });
  api.setErrorHandler(answerError);
  api.setNotFoundHandler(answerNothingHere);
  localOnly(api, options.host);
  unicodeOnly(api);
  await api.register(cookie);
  await api.register(swagger, { openapi: { info: { title: '课勤 Keqin kiosk', version: options.version } } });
  await api.register(swaggerUi, { routePrefix: '/api/docs' });
  api.get('/api/v1/health', { schema: { response: { 200: Health } } }, () => ({
    program: 'kiosk',
    version: options.version,
    at: app.parts.clock.now(),
  }));
  stateRoutes(api, app);
  previewRoutes(api, app);
  adminRoutes(api, app);
  recordingRoutes(api, app);
  selfTestRoutes(api, app);
  enrolmentRoutes(api, app);
  usbRoutes(api, app);
  if (existsSync(options.uiDir)) await api.register(staticFiles, { root: options.uiDir });
  return api;
}
