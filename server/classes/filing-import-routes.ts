import { Type } from 'typebox';
import { parseAs } from '../../sync/base/parse.ts';
import { FilingContent } from '../../sync/contract/filing.ts';
import { ImportAnswer } from '../../sync/contract/filing-review.ts';
import { Id } from '../../sync/contract/primitives.ts';
import { allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { addDraft, refuseForeignClass } from './add-filing.ts';
import { filingDetail } from './filing-detail.ts';
import { type Doer, doerOf, filedBefore, visibleFiling } from './filing-parts.ts';
import { keepSessions } from './keep-sessions.ts';
import { keepPhotos, keepTerms } from './keep-unsaid.ts';
import { editFiling } from './move-filing.ts';
import { readFilingWorkbook } from './workbook/read-filing.ts';
import { workbookType } from './workbook/sheets.ts';
import { filingTemplate } from './workbook/template.ts';

const mostBytes = 8 * 1024 * 1024;
const tags = ['filings'];
/** Named twice (RFC 6266): where the Chinese name is not understood, the plain one is. */
const templateName = `filename="filing-template.xlsx"; filename*=UTF-8''${encodeURIComponent('开班备案模板.xlsx')}`;
/** `filing` and `version`: an earlier draft that the workbook takes the place of. `class`: it changes that class. */
const Query = Type.Object(
  {
    class: Type.Optional(Id),
    filing: Type.Optional(Id),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);

/** The template, and the filled template as a draft. */
export function filingImportRoutes(app: App, context: Context): void {
  app.get(
    '/api/v1/filings/template.xlsx',
    { onRequest: allow(context, 'be-signed-in'), schema: { tags } },
    async (_request, reply) => {
      reply.type(workbookType).header('content-disposition', `attachment; ${templateName}`);
      return Buffer.from(await filingTemplate());
    },
  );
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers();
    // Browsers name an .xls, or a file of a machine without Office, by other types: what it is, its bytes say.
    const options = { parseAs: 'buffer', bodyLimit: mostBytes } as const;
    scope.addContentTypeParser('*', options, (_request, body, done) => done(null, body));
    scope.post(
      '/api/v1/filings/import',
      {
        onRequest: allow(context, 'write-filings'),
        bodyLimit: mostBytes,
        schema: { tags, consumes: [workbookType], querystring: Query, response: { 200: ImportAnswer } },
      },
      async (request) => {
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const read = await readFilingWorkbook(bytes);
        if (read.kind === 'unread') return { filing: null, errors: [...read.errors] };
        const content = parseAs(FilingContent, read.content, 'workbook');
        const doer = doerOf(request);
        const filing = await keep(context, doer, content, request.query);
        const detail = await filingDetail(context, doer.account, filing);
        return { filing: detail, errors: detail.errors };
      },
    );
  });
}

async function keep(
  context: Context,
  doer: Doer,
  content: FilingContent,
  into: { readonly class?: string; readonly filing?: string; readonly version?: number },
) {
  if (into.filing === undefined) {
    if (into.class === undefined) return addDraft(context, doer, content);
    await refuseForeignClass(context.stores, into.class, doer.account.organiser);
    return addDraft(context, doer, await changeOf(context, content, into.class));
  }
  const earlier = await visibleFiling(context.stores, doer.account, into.filing);
  const changed = earlier.isChange && earlier.classId !== null ? earlier.classId : undefined;
  const terms = keepTerms(content, earlier.content);
  const whole = keepPhotos(await ofClass(context, terms, changed), earlier.content.dossier);
  const seen = { id: into.filing, version: into.version ?? earlier.version };
  return editFiling(context, doer, seen, whole);
}

/** The content as a change of a class, under the sessions that its records name. */
async function ofClass(
  context: Context,
  content: FilingContent,
  classId: string | undefined,
): Promise<FilingContent> {
  if (classId === undefined) return content;
  const before = await filedBefore(context, context.stores, classId);
  return { ...content, class: classId, periods: keepSessions(content.periods, before?.plan.periods ?? []) };
}

/** As `ofClass`, on the terms of its plan and with the photographs that were filed. */
async function changeOf(context: Context, content: FilingContent, classId: string): Promise<FilingContent> {
  const { stores } = context;
  const plan = (await filedBefore(context, stores, classId))?.plan;
  const filed = (await stores.filings.acceptedOf(classId))?.content.dossier ?? [];
  return keepPhotos(await ofClass(context, plan ? keepTerms(content, plan) : content, classId), filed);
}
