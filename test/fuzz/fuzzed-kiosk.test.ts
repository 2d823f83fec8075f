import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KioskApi } from '../../kiosk/api/kiosk-api.ts';
import { AppError } from '../../sync/base/errors.ts';
import { RecordingOrder } from '../../sync/contract/kiosk-admin.ts';
import { seedOf } from '../fault/seeded.ts';
import type { TestKiosk } from '../helpers/test-kiosk.ts';
import { FuzzedKiosk } from './fuzzed-kiosk.ts';
import { bodyLike } from './odd-json.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of routes with planted faults');
let fuzzed: FuzzedKiosk;

beforeAll(async () => {
  fuzzed = await FuzzedKiosk.start(plant);
});
afterAll(() => fuzzed.close());

/** Routes as somebody in a hurry might write them. */
function plant(api: KioskApi, { log, db }: TestKiosk): void {
  const checked = { schema: { body: RecordingOrder } };
  api.post('/api/v1/planted/sound', checked, () => ({}));
  api.post('/api/v1/planted/crash', (request, reply) => {
    const { reason } = request.body as { reason: string };
    reply.send({ letters: reason.length });
  });
  api.post('/api/v1/planted/half', checked, ({ body }) => {
    log.append('admin', null, { event: 'pin-refused', at: 0 });
    if (body.reason === undefined) throw new AppError('invalid_input', 'reason is missing.');
    return {};
  });
  api.post('/api/v1/planted/overwrites', checked, ({ body }) => {
    db.prepare(`UPDATE settings SET value = value || ' ' WHERE key = 'server-key'`).run();
    if (body.reason === undefined) throw new AppError('invalid_input', 'reason is missing.');
    return {};
  });
  api.post('/api/v1/planted/untyped', (request, reply) => {
    const isSound = typeof (request.body as { reason?: unknown } | null)?.reason === 'string';
    reply.code(isSound ? 200 : 400).send(isSound ? {} : { error: 'Bad Request' });
  });
}

/** The very cases and the very checker of the other routes. */
async function fuzzRoute(name: string): Promise<void> {
  const body = bodyLike({ action: 'stop', reason: '提前下课' });
  await fc.assert(
    fc.asyncProperty(body, async (payload) => {
      fuzzed.judge(await fuzzed.post(`planted/${name}`, payload));
      fuzzed.added();
    }),
    { seed, numRuns: Math.min(runs, 1_000), endOnFailure: true },
  );
}

test('a sound route passes', () => fuzzRoute('sound'), 600_000);

test.each([
  ['crash', 'that fails with a 500', '500 with internal'],
  ['half', 'that writes a record and then refuses', 'a refusal wrote something'],
  ['overwrites', 'that changes a row and then refuses', 'a refusal wrote something'],
  ['untyped', 'whose refusal is no error of ours', 'no typed refusal'],
])('a route (%s) %s is caught', async (name, _what, found) => {
  const error = await fuzzRoute(name).then(
    () => undefined,
    (thrown: Error) => thrown,
  );
  expect(String(error?.cause)).toContain(found);
  // What is printed is enough to run it again.
  expect(error?.message).toMatch(/seed: -?\d+, path: "/);
  fuzzed.added();
});
