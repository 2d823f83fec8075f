import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildView } from '../../kiosk/view.ts';
import { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import { memoryKey } from '../../sync/evidence/keys.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { minute, nine, samplePlan } from '../helpers/sample-plan.ts';
import { openTestKiosk, type TestKiosk } from '../helpers/test-kiosk.ts';

let clock: SimulatedClock;
let kiosk: TestKiosk;

beforeEach(async () => {
  clock = new SimulatedClock(nine + minute);
  kiosk = await openTestKiosk({ clock, serverUrl: 'http://127.0.0.1:9' });
  const server = memoryKey('Ed25519');
  kiosk.app.plans.adopt(sealStatement('plan', samplePlan(), server), server.publicKey);
});
afterEach(() => kiosk.close());

const recorder = () => {
  if (!kiosk.app.recorder) throw new Error('no recorder');
  return kiosk.app.recorder;
};
const recording = () => buildView(kiosk.app).recording;

/** The lesson runs, and its first five minutes are on video. */
async function fiveMinutesKept(): Promise<void> {
  recorder().tick();
  clock.advance(5 * minute);
  kiosk.camera.giveSegment(nine + minute, nine + 6 * minute);
  await recorder().settled();
}

test('nothing to say while it records, nor when nothing must be recorded', async () => {
  await fiveMinutesKept();
  expect(recording()).toMatchObject({ state: 'recording', unrecorded: null });
  clock.advanceTo(nine + 275 * minute);
  recorder().tick();
  expect(recording()).toMatchObject({ required: false, unrecorded: null });
});

test('not begun: since the lesson’s own beginning', () => {
  const unrecorded = { since: nine, why: 'not-begun', reason: null };
  expect(recording()).toMatchObject({ state: 'fault', unrecorded });
});

test('paused: since then, and the reason that was given', async () => {
  await fiveMinutesKept();
  recorder().pauseByAdmin('停电');
  const unrecorded = { since: clock.now(), why: 'paused', reason: '停电' };
  clock.advance(minute);
  expect(recording()).toMatchObject({ state: 'paused', unrecorded });
  recorder().resumeByAdmin();
  expect(recording()).toMatchObject({ state: 'recording', unrecorded: null });
});

test('stopped by the class admin: since then', async () => {
  await fiveMinutesKept();
  recorder().stopByAdmin('检修');
  const unrecorded = { since: clock.now(), why: 'stopped', reason: null };
  clock.advance(minute);
  expect(recording()).toMatchObject({ state: 'fault', unrecorded });
});

test('the camera is lost: since the end of the last video', async () => {
  await fiveMinutesKept();
  clock.advance(minute);
  kiosk.camera.breakDown('gone', clock.now());
  const unrecorded = { since: nine + 6 * minute, why: 'broken', reason: null };
  expect(recording()).toMatchObject({ state: 'fault', unrecorded });
});
