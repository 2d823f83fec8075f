import { type TSchema, Type } from 'typebox';
import {
  ClaimDraft,
  ClaimReturn,
  ClaimStep,
  ClaimView,
  MoneyDecision,
  ReadingChoice,
} from '../../sync/contract/claims.ts';
import { Id } from '../../sync/contract/primitives.ts';
import { actorOf, allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import {
  acceptClaim,
  chooseReading,
  decideMoney,
  returnClaim,
  saveDraft,
  submitClaim,
} from './claim-moves.ts';
import { claimView } from './claim-view.ts';

const params = Type.Object({ class: Id });
const path = '/api/v1/classes/:class/claim';
const schemaOf = <T extends TSchema>(body: T) => ({
  tags: ['claims'],
  params,
  body,
  response: { 200: ClaimView },
});

/** 补贴申请: one claim a class, from the organiser by the reviewer to the finance department. */
export function claimRoutes(app: App, context: Context): void {
  const organiser = { onRequest: allow(context, 'write-claims') };
  const reviewer = { onRequest: allow(context, 'decide-claims') };
  const finance = { onRequest: allow(context, 'decide-money') };

  app.get(
    path,
    {
      onRequest: allow(context, 'read-classes'),
      schema: { tags: ['claims'], params, response: { 200: ClaimView } },
    },
    async (request) => claimView(context, request.params.class),
  );
  app.put(path, { ...organiser, schema: schemaOf(ClaimDraft) }, async (request) => {
    const { class: classId } = request.params;
    await saveDraft(context, { classId, by: actorOf(request), ...request.body });
    return claimView(context, classId);
  });
  app.post(`${path}/submission`, { ...organiser, schema: schemaOf(ClaimStep) }, async (request) => {
    const { class: classId } = request.params;
    await submitClaim(context, { classId, by: actorOf(request), ...request.body });
    return claimView(context, classId);
  });
  app.post(`${path}/return`, { ...reviewer, schema: schemaOf(ClaimReturn) }, async (request) => {
    const { class: classId } = request.params;
    await returnClaim(context, { classId, by: actorOf(request), ...request.body });
    return claimView(context, classId);
  });
  app.post(`${path}/reading`, { ...reviewer, schema: schemaOf(ReadingChoice) }, async (request) => {
    const { class: classId } = request.params;
    await chooseReading(context, { classId, by: actorOf(request), ...request.body });
    return claimView(context, classId);
  });
  app.post(`${path}/acceptance`, { ...reviewer, schema: schemaOf(ClaimStep) }, async (request) => {
    const { class: classId } = request.params;
    await acceptClaim(context, { classId, by: actorOf(request), ...request.body });
    return claimView(context, classId);
  });
  app.post(`${path}/money`, { ...finance, schema: schemaOf(MoneyDecision) }, async (request) => {
    const { class: classId } = request.params;
    await decideMoney(context, { classId, by: actorOf(request), ...request.body });
    return claimView(context, classId);
  });
}
