import { Type } from 'typebox';
import { FilingContent } from '../../sync/contract/filing.ts';
import {
  FilingAcceptance,
  FilingDetail,
  FilingEdit,
  FilingList,
  FilingReturn,
  FilingStep,
} from '../../sync/contract/filing-review.ts';
import { Id } from '../../sync/contract/primitives.ts';
import { accountOf, allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { addDraft } from './add-filing.ts';
import { filingDetail, toSummary } from './filing-detail.ts';
import { doerOf, visibleFiling } from './filing-parts.ts';
import { filingWorkbookRoute } from './filing-workbook-route.ts';
import { decideFiling, editFiling, returnFiling, submitFiling, withdrawFiling } from './move-filing.ts';

const params = Type.Object({ filing: Id });
const tags = ['filings'];
const bodyLimit = 4 * 1024 * 1024;
/** The newest of them; older ones are found through their class. */
const listLimit = 500;

/** 开班备案: an organiser drafts and hands in, the bureau accepts it or gives it back. */
export function filingRoutes(app: App, context: Context): void {
  readingRoutes(app, context);
  organiserRoutes(app, context);
  reviewerRoutes(app, context);
  filingWorkbookRoute(app, context);
}

function readingRoutes(app: App, context: Context): void {
  const { stores } = context;
  const onRequest = allow(context, 'be-signed-in');
  app.get(
    '/api/v1/filings',
    { onRequest, schema: { tags, response: { 200: FilingList } } },
    async (request) => {
      const filings = await stores.filings.list({ organiser: accountOf(request).organiser }, listLimit);
      return { filings: filings.map((filing) => toSummary(filing, filing.outline)) };
    },
  );
  app.get(
    '/api/v1/filings/:filing',
    { onRequest, schema: { tags, params, response: { 200: FilingDetail } } },
    async (request) => {
      const account = accountOf(request);
      return filingDetail(context, account, await visibleFiling(stores, account, request.params.filing));
    },
  );
}

function organiserRoutes(app: App, context: Context): void {
  const onRequest = allow(context, 'write-filings');
  app.post(
    '/api/v1/filings',
    { onRequest, bodyLimit, schema: { tags, body: FilingContent, response: { 201: FilingDetail } } },
    async (request, reply) => {
      const doer = doerOf(request);
      reply.code(201);
      return filingDetail(context, doer.account, await addDraft(context, doer, request.body));
    },
  );
  app.put(
    '/api/v1/filings/:filing',
    { onRequest, bodyLimit, schema: { tags, params, body: FilingEdit, response: { 200: FilingDetail } } },
    async (request) => {
      const doer = doerOf(request);
      const { version, content } = request.body;
      const seen = { id: request.params.filing, version };
      return filingDetail(context, doer.account, await editFiling(context, doer, seen, content));
    },
  );
  for (const [step, move] of [
    ['submission', submitFiling],
    ['withdrawal', withdrawFiling],
  ] as const) {
    app.post(
      `/api/v1/filings/:filing/${step}`,
      { onRequest, schema: { tags, params, body: FilingStep, response: { 200: FilingDetail } } },
      async (request) => {
        const doer = doerOf(request);
        const seen = { id: request.params.filing, version: request.body.version };
        return filingDetail(context, doer.account, await move(context, doer, seen));
      },
    );
  }
}

function reviewerRoutes(app: App, context: Context): void {
  const onRequest = allow(context, 'decide-filings');
  app.post(
    '/api/v1/filings/:filing/acceptance',
    { onRequest, schema: { tags, params, body: FilingAcceptance, response: { 200: FilingDetail } } },
    async (request) => {
      const doer = doerOf(request);
      const seen = { id: request.params.filing, ...request.body };
      return filingDetail(context, doer.account, await decideFiling(context, doer, seen));
    },
  );
  app.post(
    '/api/v1/filings/:filing/return',
    { onRequest, schema: { tags, params, body: FilingReturn, response: { 200: FilingDetail } } },
    async (request) => {
      const doer = doerOf(request);
      const { version, reason } = request.body;
      const seen = { id: request.params.filing, version };
      return filingDetail(context, doer.account, await returnFiling(context, doer, seen, reason));
    },
  );
}
