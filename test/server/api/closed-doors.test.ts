import type { HTTPMethods } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;
let plan: ClassPlan;

beforeAll(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
  plan = await server.plan(classId);
  kiosk.append('check-in', checkInOf(plan), { class: classId });
  await kiosk.send();
});
afterAll(() => server.close());

/** Open by design: they tell nothing of anyone, or are where credentials are shown. */
const open = new Set([
  'GET /api/v1/health',
  'GET /api/v1/trust',
  'POST /api/v1/session',
  'POST /api/v1/devices',
]);

/** Every route of the OpenAPI document, with ids that exist. */
async function everyRoute(): Promise<{ method: HTTPMethods; url: string; name: string }[]> {
  const { paths } = (await server.inject({ url: '/api/docs/json' })).json<{
    paths: Record<string, object>;
  }>();
  const ids: Record<string, string> = { class: classId, device: kiosk.device, session: 'ses_am' };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => {
      const upper = method.toUpperCase() as HTTPMethods;
      const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'a'.repeat(64));
      return { method: upper, url, name: `${upper} ${path}` };
    }),
  );
}

test('every route but the open ones refuses who shows nothing, with an error body and no data', async () => {
  const routes = (await everyRoute()).filter(({ name }) => !open.has(name));
  expect(routes.length).toBeGreaterThan(15);
  for (const { method, url, name } of routes) {
    for (const payload of [undefined, {}]) {
      const answer = await server.inject({ method, url, ...(payload ? { payload } : {}) });
      expect([name, answer.statusCode]).toEqual([name, 401]);
      expect(Object.keys(answer.json()).sort()).toEqual(['code', 'message', 'messageEn']);
    }
  }
});

test.each([
  ['a made-up session', { cookie: `keqin_session=${'x'.repeat(32)}` }],
  ['a made-up token', { authorization: 'Bearer xxxxxxxxxxxxxxxx' }],
  ['a made-up signature', { authorization: `Keqin device="dev_x",at="1",sig="${'A'.repeat(86)}"` }],
])('%s opens nothing', async (_name, headers) => {
  for (const { method, url, name } of (await everyRoute()).filter((route) => !open.has(route.name))) {
    const answer = await server.inject({ method, url, headers });
    expect([name, answer.statusCode]).toEqual([name, 401]);
  }
});

test('one kiosk cannot speak for another, nor a puller or a reviewer for a kiosk', async () => {
  const other = await FakeKiosk.enrol(server);
  const url = `/api/v1/devices/${kiosk.device}/plans`;
  const asOther = await server.inject({ url, headers: { authorization: await other.authorize('GET', url) } });
  expect([asOther.statusCode, asOther.json().code]).toEqual([401, 'bad_signature']);
  expect((await server.asReviewer({ url })).statusCode).toBe(401);
  const asPuller = { authorization: `Bearer ${server.pullToken}` };
  expect((await server.inject({ url, headers: asPuller })).statusCode).toBe(401);
});

test('an address that is not there', async () => {
  const answer = await server.inject({ url: '/api/v1/nothing' });
  expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
});

test('every answer carries the security headers', async () => {
  const { headers } = await server.inject({ url: '/api/v1/health' });
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['cache-control']).toBe('no-store');
});
