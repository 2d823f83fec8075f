import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KioskApi } from '../../../kiosk/api/kiosk-api.ts';
import { createKioskApi } from '../../../kiosk/api/server.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import type { RecordingDay } from '../../../sync/contract/kiosk-admin.ts';
import type { KioskView } from '../../../sync/contract/kiosk-view.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';
import { openTestKiosk, type TestKiosk } from '../../helpers/test-kiosk.ts';

let kiosk: TestKiosk;
let api: KioskApi;
let clock: SimulatedClock;
let cookie = '';

beforeEach(async () => {
  clock = new SimulatedClock(nine);
  kiosk = await openTestKiosk({ clock, serverUrl: 'http://127.0.0.1:9' });
  const server = memoryKey('Ed25519');
  kiosk.app.plans.adopt(sealStatement('plan', samplePlan(), server), server.publicKey);
  const options = { logger: pino({ level: 'silent' }), uiDir: 'none', version: '0', host: '127.0.0.1' };
  api = await createKioskApi(kiosk.app, options);
  cookie = '';
});
afterEach(async () => {
  await api.close();
  await kiosk.close();
});

async function send(method: 'GET' | 'POST', url: string, payload?: object) {
  const headers = { cookie };
  const answer = await api.inject({ method, url: `/api/v1${url}`, headers, ...(payload && { payload }) });
  const set = answer.cookies[0];
  if (set) cookie = `${set.name}=${set.value}`;
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
}

const order = (action: string, reason?: string) =>
  send('POST', '/recording', { action, ...(reason !== undefined && { reason }) });
const recording = async () => ((await send('GET', '/state')).body as KioskView).recording;

test('pauses with a reason, and resumes', async () => {
  await send('POST', '/admin/session', { pin: '135790' });
  kiosk.app.recorder?.tick();
  expect(await recording()).toMatchObject({ state: 'recording' });
  expect(await order('pause')).toMatchObject({ status: 400, body: { field: 'reason' } });
  expect(await order('resume')).toMatchObject({ status: 409 });
  expect(await order('pause', '消防演习')).toMatchObject({ status: 204 });
  expect(await recording()).toMatchObject({ state: 'paused', required: true, since: nine });
  expect(await order('pause', '消防演习')).toMatchObject({ status: 409 });
  expect(await order('resume')).toMatchObject({ status: 204 });
  expect(await recording()).toMatchObject({ state: 'recording' });
});

test('tells what of a day is on video, to the class admin alone', async () => {
  expect(await send('GET', '/recording/days/2026-03-02')).toMatchObject({ status: 401 });
  await send('POST', '/admin/session', { pin: '135790' });
  kiosk.app.recorder?.tick();
  clock.advance(10_000);
  kiosk.camera.giveSegment(nine, nine + 10_000);
  await kiosk.app.recorder?.settled();
  clock.advanceTo(nine + minute);
  const { status, body } = await send('GET', '/recording/days/2026-03-02');
  expect(status).toBe(200);
  expect((body as RecordingDay).lessons).toMatchObject([
    { session: 'ses_am', required: true, wantedMs: minute, coveredMs: 10_000, gaps: [] },
  ]);
  expect(await send('GET', '/recording/days/2026-3-2')).toMatchObject({ status: 400 });
});
