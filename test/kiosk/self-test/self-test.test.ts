import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KioskApi } from '../../../kiosk/api/kiosk-api.ts';
import { createKioskApi } from '../../../kiosk/api/server.ts';
import { SelfTest } from '../../../kiosk/self-test/self-test.ts';
import { SettingsStore } from '../../../kiosk/store/settings-store.ts';
import { AppError } from '../../../sync/base/errors.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import type { RecordBody } from '../../../sync/contract/records.ts';
import { nine } from '../../helpers/sample-plan.ts';
import { openTestKiosk, type TestKiosk, until } from '../../helpers/test-kiosk.ts';

const trialLimits = { cameraMs: 30, partMs: 2_000 };
const clock = new SimulatedClock(nine);
let kiosk: TestKiosk;
let api: KioskApi;

beforeEach(async () => {
  kiosk = await openTestKiosk({ clock, serverUrl: 'http://127.0.0.1:9' });
  await kiosk.app.start();
  await until('the reader is ready', () => kiosk.app.parts.reader.state.state === 'ready');
  api = await createKioskApi(kiosk.app, {
    ...{ logger: pino({ level: 'silent' }), uiDir: 'none', version: '0', host: '127.0.0.1' },
  });
});
afterEach(async () => {
  await api.close();
  await kiosk.close();
});

/** The kiosk's own, but for its patience. */
function selfTest(change: Partial<ConstructorParameters<typeof SelfTest>[0]> = {}): SelfTest {
  const { parts, plans, disk, sync } = kiosk.app;
  const settings = new SettingsStore(kiosk.db);
  return new SelfTest({
    ...{ ...parts, plans, disk, sync, settings, holdsNextLesson: () => null, trialLimits },
    ...change,
  });
}

const written = () =>
  kiosk.log
    .after(0, 500)
    .map(({ envelope }) => (JSON.parse(envelope) as { body: RecordBody }).body)
    .filter(({ kind }) => kind === 'self-test');

test('tries every part, and writes down what the page is told', async () => {
  const { at, parts } = await selfTest().run();
  expect(at).toBe(nine);
  expect(parts.map(({ part, ok }) => [part, ok])).toEqual([
    ['room-camera', false],
    ['reader', true],
    ['clock', false],
    ['link', false],
    ['disk', true],
  ]);
  const said = parts.map(({ part, ok, message }) => ({ part, ok, detail: message }));
  expect(written().map(({ data }) => data)).toEqual([{ at, parts: said }]);
});

test('parts that hang hold up nothing: each is given up, and said to be wrong', async () => {
  const never = () => new Promise<never>(() => undefined);
  const { parts } = await selfTest({
    ...{ reader: { ...kiosk.app.parts.reader, state: { state: 'ready', since: 0 }, slots: never } as never },
    disk: { check: never, room: 'ample' },
    sync: { contactSoon: never, outbox: kiosk.app.sync.outbox ?? ({} as never) },
    link: { plans: never },
    trialLimits: { cameraMs: 30, partMs: 30 },
  }).run();
  expect(parts.filter(({ ok }) => ok)).toEqual([]);
  expect(parts).toHaveLength(5);
});

test('who asks while a test is under way gets its answer', async () => {
  const test = selfTest();
  const [first, second] = await Promise.all([test.run(), test.run()]);
  expect(second).toBe(first);
  expect(written()).toHaveLength(1);
});

test('outlives a restart: the newest one stands in the log', async () => {
  expect(selfTest().view(nine)).toEqual({ due: false, lastAt: null, failed: 0 });
  await selfTest().run();
  expect(selfTest().view(nine)).toEqual({ due: false, lastAt: nine, failed: 3 });
});

test('a disk that takes no record says so instead of hiding the result', async () => {
  const append = () => {
    throw new AppError('disk_full', 'full');
  };
  const log = Object.assign(Object.create(kiosk.log), { append });
  const { parts } = await selfTest({ log }).run();
  expect(parts.find(({ part }) => part === 'disk')?.message).toContain('没有存下来');
});

test('only the class admin may order it', async () => {
  const refused = await api.inject({ method: 'POST', url: '/api/v1/self-test' });
  expect(refused.statusCode).toBe(401);
  expect(written()).toEqual([]);
});
