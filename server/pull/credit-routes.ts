import { CreditPage, CreditPullQuery } from '../../sync/contract/credit-pull.ts';
import { pullTokenOnly } from '../accounts/pull-token.ts';
import type { App, Context } from '../parts.ts';
import { creditPage } from './credit-page.ts';

/** Approved credit for the subsidy system. */
export function creditPullRoutes(app: App, context: Context): void {
  app.get(
    '/api/v1/credits',
    {
      onRequest: pullTokenOnly(context),
      schema: {
        tags: ['pull'],
        description:
          'Approved credit in the order of approval. Items carry what proves them: FORMAT.md, “Approved credit”.',
        querystring: CreditPullQuery,
        response: { 200: CreditPage },
      },
    },
    async (request) => creditPage(context, request.query),
  );
}
