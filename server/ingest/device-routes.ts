import { Type } from 'typebox';
import { parseAs } from '../../sync/base/parse.ts';
import {
  Contact,
  ContactAnswer,
  DevicePlans,
  RecordBatch,
  RecordBatchAnswer,
} from '../../sync/contract/device-api.ts';
import { Id } from '../../sync/contract/primitives.ts';
import { signedStatements } from '../../sync/contract/statements.ts';
import type { App, Context } from '../parts.ts';
import { deviceOf, knownDevice, signedByDevice } from './device-auth.ts';
import { type Batch, ingestBatch, mostRecords } from './ingest-batch.ts';
import { keepRawJson } from './raw-json.ts';
import { readBatch } from './read-batch.ts';
import { takeContact } from './take-contact.ts';

const Params = Type.Object({ device: Id });
// Stands in for `RecordBatch`: records are judged one by one, so that those before a malformed one are kept.
export const LooseBatch = Type.Object(
  {
    head: signedStatements.head,
    records: Type.Array(Type.Unknown(), { minItems: 1, maxItems: mostRecords }),
  },
  { additionalProperties: false },
);

/** Signed requests of enrolled kiosks: plans and the time down, records up. */
export function deviceRoutes(app: App, context: Context): void {
  const signed = { onRequest: knownDevice(context), preValidation: signedByDevice(context) };

  app.get(
    '/api/v1/devices/:device/plans',
    {
      ...signed,
      schema: { tags: ['device'], params: Params, response: { 200: DevicePlans } },
    },
    async (request) => {
      const plans = await context.stores.classes.ofDevice(deviceOf(request).device);
      return { plans: [...plans] };
    },
  );

  app.register(async (scope: App) => {
    keepRawJson(scope, readBatch);
    scope.post(
      '/api/v1/devices/:device/records',
      {
        ...signed,
        bodyLimit: 8 * 1024 * 1024,
        schema: { tags: ['device'], params: Params, body: RecordBatch, response: { 200: RecordBatchAnswer } },
        validatorCompiler: () => (value) => ({ value }),
      },
      async (request) => {
        const batch = parseAs(LooseBatch, request.body, 'batch') as unknown as Batch;
        return ingestBatch(context, deviceOf(request).device, batch, true);
      },
    );
  });

  app.register(async (scope: App) => {
    keepRawJson(scope);
    scope.post(
      '/api/v1/devices/:device/contact',
      {
        ...signed,
        schema: { tags: ['device'], params: Params, body: Contact, response: { 200: ContactAnswer } },
        validatorCompiler: () => (value) => ({ value }),
      },
      async (request) => {
        const { head } = parseAs(Contact, request.body, 'contact');
        return takeContact(context, deviceOf(request), head);
      },
    );
  });
}
