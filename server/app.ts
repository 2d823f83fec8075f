import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { accountRoutes } from './accounts/account-routes.ts';
import { demandGuards, type GuardedRoute } from './accounts/guards.ts';
import { ownAccountRoutes } from './accounts/own-account-routes.ts';
import { sessionRoutes } from './accounts/session-routes.ts';
import { serveDocs } from './api/docs.ts';
import { answerUnroutable, handleErrors } from './api/error-handler.ts';
import { healthRoutes } from './api/health-routes.ts';
import { servePages } from './api/pages.ts';
import { logRequests } from './api/request-log.ts';
import { securityHeaders } from './api/security-headers.ts';
import { judgeRequests } from './api/validation.ts';
import { claimRoutes } from './claims/claim-routes.ts';
import { realNameRoutes } from './claims/real-name-routes.ts';
import { classRoutes } from './classes/class-routes.ts';
import { filingImportRoutes } from './classes/filing-import-routes.ts';
import { filingPhotoRoutes } from './classes/filing-photo-routes.ts';
import { filingRoutes } from './classes/filing-routes.ts';
import { creditRoutes } from './credit/credit-routes.ts';
import { Acceptor } from './ingest/acceptor.ts';
import { deviceRoutes } from './ingest/device-routes.ts';
import { enrolmentRoutes } from './ingest/enrolment-routes.ts';
import { segmentRoutes } from './ingest/segment-routes.ts';
import { importAudit } from './journal/import-audit.ts';
import { journalRoutes } from './journal/journal-routes.ts';
import { writeDown } from './journal/write-down.ts';
import { controlRoutes } from './monitor/control-routes.ts';
import { livePictureRoutes } from './monitor/live-picture-routes.ts';
import { liveViewRoutes } from './monitor/live-view-routes.ts';
import { Monitor } from './monitor/monitor.ts';
import type { App, Context, ServerParts } from './parts.ts';
import { policyRoutes } from './policy/policy-routes.ts';
import { pullRoutes } from './pull/attendance-routes.ts';
import { creditPullRoutes } from './pull/credit-routes.ts';
import { Deliveries } from './pull/webhooks/deliveries.ts';
import { blockListOf } from './pull/webhooks/public-address.ts';
import { webhookRoutes } from './pull/webhooks/webhook-routes.ts';
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
  /** Every route of the API, with who is let through. */
  readonly routes: readonly GuardedRoute[];
  /** Begins what runs by itself: verifying what was taken in, and the passes over the store. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The review backend, wired from the parts it is given. Listens nowhere until told to. */
export async function createServerApp(parts: ServerParts): Promise<ServerApp> {
  const acceptor = new Acceptor(parts, parts.verifier);
  const stores = storesOf(parts.database);
  await importAudit(parts);
  const monitor = new Monitor({ ...parts, writeDown: (deed) => writeDown(parts, deed) });
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
  fastify.decorateRequest('account', null);
  judgeRequests(fastify);
  handleErrors(fastify);
  logRequests(fastify);
  securityHeaders(fastify);
  await fastify.register(cookie);
  await serveDocs(fastify);
  const verification = new StoreVerification(context);
  const routes = demandGuards(fastify);
  addRoutes(fastify, context, verification);
  const allowed = blockListOf(parts.webhookNetworks ?? []);
  webhookRoutes(fastify, context, allowed);
  const deliveries = new Deliveries({ ...parts, allowed });
  await servePages(fastify, parts.uiDir);
  // Before the wait for open answers to end: kiosks' channels are answers without an end.
  fastify.addHook('preClose', () => monitor.close());
  const close = async () => {
    await verification.close();
    await deliveries.close();
    await fastify.close();
    await acceptor.close();
  };
  const start = async () => {
    await acceptor.start();
    verification.start();
    monitor.start();
    deliveries.start();
  };
  return { fastify, context, routes, start, close };
}

function addRoutes(fastify: App, context: Context, verification: StoreVerification): void {
  healthRoutes(fastify, context);
  sessionRoutes(fastify, context);
  ownAccountRoutes(fastify, context);
  accountRoutes(fastify, context);
  journalRoutes(fastify, context);
  classRoutes(fastify, context);
  filingRoutes(fastify, context);
  filingImportRoutes(fastify, context);
  filingPhotoRoutes(fastify, context);
  enrolmentRoutes(fastify, context);
  deviceRoutes(fastify, context);
  segmentRoutes(fastify, context);
  policyRoutes(fastify, context);
  pullRoutes(fastify, context);
  creditPullRoutes(fastify, context);
  creditRoutes(fastify, context);
  realNameRoutes(fastify, context);
  claimRoutes(fastify, context);
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
