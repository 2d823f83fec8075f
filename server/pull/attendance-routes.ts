import { AttendancePage, PullQuery } from '../../sync/contract/pull.ts';
import { pullTokenOnly } from '../accounts/pull-token.ts';
import type { App, Context } from '../parts.ts';
import { attendancePage } from './attendance-page.ts';

/** The pull API of the subsidy system. */
export function pullRoutes(app: App, context: Context): void {
  app.get(
    '/api/v1/attendance',
    {
      onRequest: pullTokenOnly(context),
      schema: { tags: ['pull'], querystring: PullQuery, response: { 200: AttendancePage } },
    },
    async (request) => attendancePage(context, request.query),
  );
}
