import { Type } from 'typebox';
import { Id } from '../../sync/contract/primitives.ts';
import {
  ExamChange,
  Imported,
  PastedLines,
  RealNameList,
  RegistrationChange,
  VoucherStep,
  VoucherStepBack,
} from '../../sync/contract/real-name.ts';
import { actorOf, allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { inTransaction } from '../storage/stores.ts';
import { importExams, setExam } from './exams.ts';
import { realNameList } from './real-name-view.ts';
import { importRegistrations, setRegistration } from './registrations.ts';
import { uploadWorkbook } from './upload-order.ts';
import { importVouchers, stepVouchers } from './vouchers.ts';

const tags = ['claims'];
const params = Type.Object({ class: Id });
const ofPerson = Type.Object({ class: Id, person: Id });
const bodyLimit = 1024 * 1024;
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** 实名制: registration numbers, vouchers and exam results of a class's trainees. */
export function realNameRoutes(app: App, context: Context): void {
  const reader = { onRequest: allow(context, 'read-classes') };
  const writer = { onRequest: allow(context, 'write-claims'), bodyLimit };
  const reviewer = { onRequest: allow(context, 'decide-claims') };

  app.get(
    '/api/v1/classes/:class/real-name',
    { ...reader, schema: { tags, params, response: { 200: RealNameList } } },
    async (request) => realNameList(context, request.params.class),
  );

  app.put(
    '/api/v1/classes/:class/people/:person/registration',
    {
      ...writer,
      schema: { tags, params: ofPerson, body: RegistrationChange, response: { 200: RealNameList } },
    },
    async (request) => {
      const { class: classId, person } = request.params;
      await setRegistration(context, { classId, person, ...request.body, by: actorOf(request) });
      return realNameList(context, classId);
    },
  );

  app.put(
    '/api/v1/classes/:class/people/:person/exam',
    { ...writer, schema: { tags, params: ofPerson, body: ExamChange, response: { 200: RealNameList } } },
    async (request) => {
      const { class: classId, person } = request.params;
      await setExam(context, { classId, person, ...request.body, by: actorOf(request) });
      return realNameList(context, classId);
    },
  );

  const imports = { registrations: importRegistrations, vouchers: importVouchers, exams: importExams };
  for (const [what, importLines] of Object.entries(imports)) {
    app.post(
      `/api/v1/classes/:class/${what}/import`,
      { ...writer, schema: { tags, params, body: PastedLines, response: { 200: Imported } } },
      async (request) => {
        const { text } = request.body;
        return importLines(context, { classId: request.params.class, text, by: actorOf(request) });
      },
    );
  }

  app.post(
    '/api/v1/classes/:class/vouchers/steps',
    { ...writer, schema: { tags, params, body: VoucherStep, response: { 200: RealNameList } } },
    async (request) => {
      const { class: classId } = request.params;
      const { persons, to } = request.body;
      await stepVouchers(context, { classId, persons, to, by: actorOf(request) });
      return realNameList(context, classId);
    },
  );

  app.post(
    '/api/v1/classes/:class/vouchers/steps-back',
    { ...reviewer, schema: { tags, params, body: VoucherStepBack, response: { 200: RealNameList } } },
    async (request) => {
      const { class: classId } = request.params;
      await stepVouchers(context, { classId, ...request.body, by: actorOf(request) });
      return realNameList(context, classId);
    },
  );

  app.get(
    '/api/v1/classes/:class/upload-order.xlsx',
    { ...writer, schema: { tags, params, produces: [xlsxType] } },
    async (request, reply) => {
      const { class: classId } = request.params;
      const workbook = await uploadWorkbook(context, classId);
      const { database, clock, serverKey } = context;
      // Whole ID numbers leave the server: that is noted, like a change.
      const deed = { at: clock.now(), by: actorOf(request), class: classId, data: {} };
      await inTransaction(database, ({ journal }) =>
        journal.append({ ...deed, action: 'upload-order-exported' }, serverKey),
      );
      reply.header('content-disposition', `attachment; filename="real-name-${classId}.xlsx"`);
      return reply.type(xlsxType).send(Buffer.from(workbook));
    },
  );
}
