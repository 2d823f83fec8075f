import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KioskApi } from '../../../kiosk/api/kiosk-api.ts';
import { createKioskApi } from '../../../kiosk/api/server.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import type { KioskView } from '../../../sync/contract/kiosk-view.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { nine, samplePlan } from '../../helpers/sample-plan.ts';
import { openTestKiosk, type TestKiosk } from '../../helpers/test-kiosk.ts';

let kiosk: TestKiosk;
let api: KioskApi;
let cookie = '';
const clock = new SimulatedClock(nine);

beforeEach(async () => {
  kiosk = await openTestKiosk({ clock, serverUrl: 'http://127.0.0.1:9' });
  const server = memoryKey('Ed25519');
  kiosk.app.plans.adopt(sealStatement('plan', samplePlan(), server), server.publicKey);
  api = await createKioskApi(kiosk.app, {
    logger: pino({ level: 'silent' }),
    uiDir: 'none',
    version: '0',
    host: '127.0.0.1',
  });
  cookie = '';
});
afterEach(async () => {
  await api.close();
  await kiosk.close();
});

async function send(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
  const answer = await api.inject({
    method,
    url: `/api/v1${url}`,
    headers: { cookie },
    ...(payload && { payload }),
  });
  const set = answer.cookies[0];
  if (set) cookie = `${set.name}=${set.value}`;
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
}

const signIn = () => send('POST', '/admin/session', { pin: '135790' });

describe('bad input gets one sentence that names the field', () => {
  test.each([
    ['an unknown field', { pin: '135790', extra: 1 }, 'extra'],
    ['a missing field', {}, 'pin'],
    ['a PIN that is no number', { pin: 'abcdef' }, 'pin'],
    ['a number where a text belongs', { pin: 135790 }, 'pin'],
  ])('%s', async (_, payload, field) => {
    const { status, body } = await send('POST', '/admin/session', payload);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_input', field });
    expect(body.message).toContain(field);
    expect(body.messageEn).toContain(field);
  });

  test('text that is no JSON', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await api.inject({ method: 'POST', url: '/api/v1/admin/session', payload: '{', headers });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'invalid_input' });
  });

  test.each([
    ['an address where nothing is', '/api/v1/nothing', 404, 'not_found'],
    ['an address that cannot be decoded', '/api/v1/notices/%zz', 400, 'invalid_input'],
    ['an address with too long a part', `/api/v1/notices/${'a'.repeat(5_000)}`, 400, 'invalid_input'],
  ])('%s', async (_, url, status, code) => {
    const answer = await api.inject({ url, method: 'POST', payload: { confirm: true } });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual({ code, message: expect.any(String), messageEn: expect.any(String) });
    expect(answer.body).not.toContain('/api');
  });

  test('half a character, which no record can hold', async () => {
    await signIn();
    await send('POST', '/recording', { action: 'start' });
    const { lastSeq } = kiosk.log;
    const answer = await send('POST', '/recording', { action: 'stop', reason: '提前下课\ud83d' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input', field: 'reason' } });
    expect(kiosk.log.lastSeq).toBe(lastSeq);
  });

  test('a question that is no longer open', async () => {
    expect(await send('POST', '/notices/chk_none', { confirm: true })).toMatchObject({ status: 404 });
  });
});

describe('the class admin', () => {
  test('nothing of theirs opens without the PIN', async () => {
    const orders = [
      ['POST', '/recording', { action: 'start' }],
      ['GET', '/enrolments'],
      ['POST', '/enrolments', { person: 'per_1', method: 'finger', consent: true }],
    ] as const;
    for (const [method, url, payload] of orders) {
      expect(await send(method, url, payload)).toMatchObject({ status: 401, body: { code: 'unauthorised' } });
    }
  });

  test('a wrong PIN is a record, and the fifth must wait', async () => {
    for (let i = 0; i < 4; i += 1)
      expect((await send('POST', '/admin/session', { pin: '000000' })).status).toBe(401);
    const fifth = await send('POST', '/admin/session', { pin: '000000' });
    expect(fifth).toMatchObject({
      status: 429,
      body: { code: 'too_many_tries', message: expect.stringContaining('30 秒') },
    });
    const refused = kiosk.db
      .prepare(`SELECT count(*) AS n FROM log WHERE envelope LIKE '%pin-refused%'`)
      .get();
    expect(refused).toEqual({ n: 5 });
  });

  test('starts and stops the recording, and must say why', async () => {
    await signIn();
    expect(await send('POST', '/recording', { action: 'stop', reason: '无' })).toMatchObject({ status: 409 });
    expect(await send('POST', '/recording', { action: 'start' })).toMatchObject({ status: 204 });
    expect(await send('POST', '/recording', { action: 'stop' })).toMatchObject({
      status: 400,
      body: { field: 'reason' },
    });
    expect(await send('POST', '/recording', { action: 'stop', reason: '提前下课' })).toMatchObject({
      status: 204,
    });
    const { body } = await send('GET', '/state');
    expect((body as KioskView).recording).toMatchObject({ state: 'fault', required: true });
  });

  test('signs out', async () => {
    await signIn();
    expect((await send('GET', '/admin/session')).body).toEqual({ open: true });
    await send('DELETE', '/admin/session');
    expect((await send('GET', '/admin/session')).body).toEqual({ open: false });
  });

  test('enrols nobody without consent, and the refusal of it is a record', async () => {
    await signIn();
    const answer = await send('POST', '/enrolments', { person: 'per_1', method: 'finger', consent: false });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(kiosk.db.prepare('SELECT person, use, granted FROM consents').all()).toEqual([
      { person: 'per_1', use: 'finger', granted: 0 },
    ]);
  });
});

test('the state shows the class, its people by masked names, and what is out of order', async () => {
  const view = (await send('GET', '/state')).body as KioskView;
  expect(view.class?.title).toBe('岗前培训一班');
  expect(view.people.map((person) => person.maskedName)).toEqual(['赵*一', '钱*', '孙*师']);
  expect(new Set(view.people.map((person) => person.status))).toEqual(new Set(['missing']));
  expect(view.devices.doorCamera).toMatchObject({ state: 'out-of-order' });
});

test.each([
  ['another host name', { host: 'evil.example' }],
  ['a foreign page', { 'sec-fetch-site': 'cross-site' }],
])('%s is not answered', async (_, headers) => {
  expect((await api.inject({ url: '/api/v1/state', headers })).statusCode).toBe(403);
  const pin = { method: 'POST', url: '/api/v1/admin/session', payload: { pin: '135790' }, headers } as const;
  expect((await api.inject(pin)).statusCode).toBe(403);
});

test.each(['events', 'preview/room.mjpeg'])('%s has no end, so there is no HEAD of it', async (stream) => {
  const address = await api.listen({ host: '127.0.0.1', port: 0 });
  const url = `${address}/api/v1/${stream}`;
  const stop = new AbortController();
  const answer = await fetch(url, { signal: stop.signal });
  expect(answer.status).toBe(200);
  stop.abort();
  const head = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
  expect(head.status).toBe(404);
});

test('the demo’s levers do not exist in real use', async () => {
  for (const url of ['/demo/fingers', '/demo/press', '/demo/reader']) {
    expect((await send(url === '/demo/fingers' ? 'GET' : 'POST', url, {})).status).toBe(404);
  }
});

test('OpenAPI lists the routes', async () => {
  const paths = Object.keys((await api.inject({ url: '/api/docs/json' })).json().paths);
  expect(paths).toEqual(expect.arrayContaining(['/api/v1/state', '/api/v1/recording', '/api/v1/enrolments']));
});
