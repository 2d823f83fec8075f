import { Type } from 'typebox';
import { CreditApproval } from '../../sync/contract/credit-approval.ts';
import {
  ApprovalOrder,
  CreditDecisionOrder,
  CreditEntry,
  CreditGrid,
  EnrolmentDecisionOrder,
  LeaveOrder,
  PersonCreditDetail,
  WithdrawalOrder,
} from '../../sync/contract/credit-review.ts';
import { Id } from '../../sync/contract/primitives.ts';
import { accountOf, actorOf, allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { approve } from './approve.ts';
import { creditGrid, personCredit } from './credit-grid.ts';
import { decideCredit, decideEnrolments, grantLeave } from './decide.ts';
import { withdrawApproval } from './withdraw.ts';

const tags = ['credit'];
const OfClass = Type.Object({ class: Id });
const OfPerson = Type.Object({ class: Id, person: Id });
const OfVersion = Type.Object({ class: Id, version: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }) });

/** 学时认定: the grid and its reasons, reviewers' words, and approvals. */
export function creditRoutes(app: App, context: Context): void {
  const read = { onRequest: allow(context, 'read-classes') };
  app.get(
    '/api/v1/classes/:class/credit',
    { ...read, schema: { tags, params: OfClass, response: { 200: CreditGrid } } },
    async (request) => creditGrid(context, request.params.class),
  );
  app.get(
    '/api/v1/classes/:class/credit/:person',
    { ...read, schema: { tags, params: OfPerson, response: { 200: PersonCreditDetail } } },
    async ({ params }) => personCredit(context, params.class, params.person),
  );
  wordRoutes(app, context);
  approvalRoutes(app, context);
}

function wordRoutes(app: App, context: Context): void {
  const decide = { onRequest: allow(context, 'decide-credit'), bodyLimit: 512 * 1024 };
  app.post(
    '/api/v1/classes/:class/credit/decisions',
    {
      ...decide,
      schema: { tags, params: OfClass, body: CreditDecisionOrder, response: { 200: CreditEntry } },
    },
    async (request) => {
      const who = { classId: request.params.class, by: actorOf(request) };
      return { entry: await decideCredit(context, who, request.body) };
    },
  );
  app.post(
    '/api/v1/classes/:class/credit/enrolments',
    {
      ...decide,
      schema: { tags, params: OfClass, body: EnrolmentDecisionOrder, response: { 200: CreditEntry } },
    },
    async (request) => {
      const who = { classId: request.params.class, by: actorOf(request) };
      return { entry: await decideEnrolments(context, who, request.body) };
    },
  );
  app.post(
    '/api/v1/classes/:class/credit/leaves',
    {
      onRequest: allow(context, 'ask-for-leave'),
      schema: { tags, params: OfClass, body: LeaveOrder, response: { 200: CreditEntry } },
    },
    async (request) => {
      const who = { classId: request.params.class, by: actorOf(request) };
      return { entry: await grantLeave(context, who, request.body) };
    },
  );
}

function approvalRoutes(app: App, context: Context): void {
  const decide = { onRequest: allow(context, 'decide-credit') };
  app.post(
    '/api/v1/classes/:class/credit/approvals',
    { ...decide, schema: { tags, params: OfClass, body: ApprovalOrder, response: { 201: CreditApproval } } },
    async (request, reply) => {
      reply.code(201);
      const { basedOn } = request.body;
      return approve(context, { classId: request.params.class, by: actorOf(request), basedOn });
    },
  );
  app.post(
    '/api/v1/classes/:class/credit/approvals/:version/withdrawal',
    { ...decide, schema: { tags, params: OfVersion, body: WithdrawalOrder, response: { 200: CreditEntry } } },
    async (request) => {
      const { class: classId } = request.params;
      const version = Number(request.params.version);
      const { user, role } = accountOf(request);
      const by = { kind: 'account', user, role } as const;
      return {
        entry: await withdrawApproval(context, { classId, version, by, reason: request.body.reason }),
      };
    },
  );
}
