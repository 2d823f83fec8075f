import { Type } from 'typebox';
import { AppError } from '../../sync/base/errors.ts';
import { Id } from '../../sync/contract/primitives.ts';
import { accountOf, allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { mayReadNumbers } from './filing-detail.ts';
import { visibleFiling } from './filing-parts.ts';
import { filingWorkbook } from './workbook/filing-workbook.ts';
import { workbookType } from './workbook/sheets.ts';

/** A filing as the filled template, to be edited and imported again. It holds whole ID numbers. */
export function filingWorkbookRoute(app: App, context: Context): void {
  app.get(
    '/api/v1/filings/:filing/workbook.xlsx',
    {
      onRequest: allow(context, 'be-signed-in'),
      schema: { tags: ['filings'], params: Type.Object({ filing: Id }) },
    },
    async (request, reply) => {
      const account = accountOf(request);
      const { id, content } = await visibleFiling(context.stores, account, request.params.filing);
      if (!mayReadNumbers(account)) throw numbersAreHidden();
      reply.type(workbookType).header('content-disposition', `attachment; filename="${id}.xlsx"`);
      return Buffer.from(await filingWorkbook(content));
    },
  );
}

function numbersAreHidden(): AppError {
  return new AppError('forbidden', 'The workbook holds whole ID numbers, which this account may not read.', {
    zh: '工作簿含完整身份证号，此账号无权下载。',
  });
}
