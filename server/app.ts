import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { sessionRoutes } from './accounts/session-routes.ts';
import { serveDocs } from './api/docs.ts';
import { answerUnroutable, handleErrors } from './api/error-handler.ts';
import { healthRoutes } from './api/health-routes.ts';
import { servePages } from './api/pages.ts';
import { logRequests } from './api/request-log.ts';
import { securityHeaders } from './api/security-headers.ts';
import { judgeRequests } from './api/validation.ts';
import { classRoutes } from './classes/class-routes.ts';
import { Acceptor } from './ingest/acceptor.ts';
import { deviceRoutes } from './ingest/device-routes.ts';
import { enrolmentRoutes } from './ingest/enrolment-routes.ts';
import { segmentRoutes } from './ingest/segment-routes.ts';
import { controlRoutes } from './monitor/control-routes.ts';
import { livePictureRoutes } from './monitor/live-picture-routes.ts';
import { liveViewRoutes } from './monitor/live-view-routes.ts';
import { Monitor } from './monitor/monitor.ts';
import type { App, Context, ServerParts } from './parts.ts';
import { pullRoutes } from './pull/attendance-routes.ts';
import { reviewRoutes } from './review/class-routes.ts';
import { deviceCodeRoutes } from './review/device-code-routes.ts';
import { evidenceRoutes } from './review/evidence-routes.ts';
import { findingRoutes } from './review/finding-routes.ts';
import { logSummaryRoutes } from './review/log-summary-routes.ts';
import { periodVideoRoutes } from './review/period-video/period-video-routes.ts';
import { planFileRoutes } from './review/plan-file-routes.ts';
import { revocationRoutes } from './review/revocation-routes.ts';
import { roomRoutes } from './review/room-routes.ts';
import { segmentFileRoutes } from './review/segment-routes.ts';
import { Thumbnails } from './review/thumbnails.ts';
import { storesOf } from './storage/stores.ts';
import { logRoutes } from './transparency/log-routes.ts';
import { StoreVerification } from './verify/store-verification.ts';

export interface ServerApp {
  readonly fastify: App;
  readonly context: Context;
  /** Begins what runs by itself: verifying what was taken in, and the passes over the store. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The review backend, wired from the parts it is given. Listens nowhere until told to. */
export async function createServerApp(parts: ServerParts): Promise<ServerApp> {
  const acceptor = new Acceptor(parts, parts.verifier);
  const stores = storesOf(parts.database);
  const monitor = new Monitor({ ...parts, audit: stores.audit });
  const thumbnails = new Thumbnails({
    dir: parts.thumbnailsDir,
    fileOf: (sha256) => parts.segmentStore.fileOf(sha256),
  });
  const context: Context = { ...parts, stores, acceptor, monitor, thumbnails };
  await parts.segmentStore.start();
  const logger: FastifyBaseLogger = parts.log;
  const fastify: App = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: answerUnroutable,
    // Of a list of addresses only the last is our proxy's word: those before it are the client's.
    trustProxy: parts.trustProxy && ((_address, hop) => hop === 0),
  });
  fastify.decorateRequest('device', null);
  fastify.decorateRequest('rawBody', null);
  fastify.decorateRequest('user', null);
  judgeRequests(fastify);
  handleErrors(fastify);
  logRequests(fastify);
  securityHeaders(fastify);
  await fastify.register(cookie);
  await serveDocs(fastify);
  const verification = new StoreVerification(context);
  addRoutes(fastify, context, verification);
  await servePages(fastify, parts.uiDir);
  // Before the wait for open answers to end: kiosks' channels are answers without an end.
  fastify.addHook('preClose', () => monitor.close());
  const close = async () => {
    await verification.close();
    await fastify.close();
    await acceptor.close();
  };
  const start = async () => {
    await acceptor.start();
    verification.start();
    monitor.start();
  };
  return { fastify, context, start, close };
}

function addRoutes(fastify: App, context: Context, verification: StoreVerification): void {
  healthRoutes(fastify, context);
  sessionRoutes(fastify, context);
  classRoutes(fastify, context);
  enrolmentRoutes(fastify, context);
  deviceRoutes(fastify, context);
  segmentRoutes(fastify, context);
  pullRoutes(fastify, context);
  logRoutes(fastify, context);
  deviceCodeRoutes(fastify, context);
  revocationRoutes(fastify, context);
  planFileRoutes(fastify, context);
  logSummaryRoutes(fastify, context);
  findingRoutes(fastify, context, verification);
  reviewRoutes(fastify, context);
  controlRoutes(fastify, context);
  liveViewRoutes(fastify, context);
  livePictureRoutes(fastify, context);
  segmentFileRoutes(fastify, context);
  periodVideoRoutes(fastify, context);
  roomRoutes(fastify, context);
  evidenceRoutes(fastify, context);
}
