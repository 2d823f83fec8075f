import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import type { RecordBody } from '../../../sync/contract/records.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';

const minute = 60_000;
const hour = 60 * minute;
/** A minute before the first period. */
const at = testStart + 59 * minute;

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;
let plan: ClassPlan;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device], { maxOfflineHours: 2 }))).class;
  plan = await server.plan(classId);
});
afterEach(() => server.close());

const checkIn = (id: string, change: Partial<RecordBody> = {}, data = {}) =>
  kiosk.append('check-in', checkInOf(plan, { id, ...data }), { class: classId, ...change });
const rows = async () =>
  (await server.context.stores.records.after(kiosk.device, 0, 100)).map(
    ({ state, held_for, time_sign }) => `${held_for ?? state} ${time_sign ?? '-'}`,
  );

test.each<[string, Partial<RecordBody>, string]>([
  ['no receipt', { anchor: null }, 'no-anchor'],
  ['a receipt that was never given', { anchor: 'a'.repeat(64) }, 'no-anchor'],
  ['a record of version 1', { v: 1, anchor: null }, 'no-anchor'],
  ['another boot of the machine', { boot: 'boot-2' }, 'rebooted'],
  ['a shifted program', { uptime: 5 }, 'uptime-differs'],
  ['a wall clock that is off', { wall: at - 3 * minute }, 'clock-off'],
])(
  'a check-in with %s is held as unproven, its sign kept; a refusal proves nothing and is let be',
  async (_name, change, sign) => {
    const refused = { outcome: 'refused', reason: 'outside-window', direction: null };
    checkIn('chk_1', change);
    checkIn('chk_2', change, refused);
    await kiosk.send();
    expect(await rows()).toEqual([`time-unproven ${sign}`, `verified ${sign}`]);
    expect((await server.pull()).json().items).toEqual([]);
    expect((await server.findings()).map(({ code, subject }) => `${code} ${subject.id}`)).toEqual([
      'time-unproven 1',
    ]);
  },
);

test('a check-in on right clocks is proven between two contacts; the puller is told what its item proves by itself', async () => {
  checkIn('chk_1');
  await kiosk.contact();
  const contactedAt = server.clock.now();
  server.clock.advance(30 * minute);
  await kiosk.send();
  const [item] = (await server.pull()).json().items;
  const [row] = await server.context.stores.records.after(kiosk.device, 0, 1);
  expect([row?.earliest_at, row?.latest_at]).toEqual([testStart, contactedAt]);
  expect(item.time).toEqual({ earliestAt: testStart, latestAt: server.clock.now() });
});

test('a check-in that came later than the plan lets a kiosk be offline is held, unless a contact covers it', async () => {
  checkIn('chk_1');
  await kiosk.contact();
  checkIn('chk_2', {}, { direction: 'out', reason: 'check-out', at: testStart + 145 * minute });
  server.clock.advanceTo(testStart + 4 * hour);
  await kiosk.send();
  expect(await rows()).toEqual(['verified -', 'time-unproven offline-too-long']);
});

test('snapshot, fake, restore, redo: the second try is later than its receipt allows', async () => {
  const before = kiosk.anchor;
  server.clock.advanceTo(testStart + 3 * hour);
  // The restored kiosk believes that it is still a minute to nine.
  checkIn('chk_1', { anchor: before, mono: 1_000 + 59 * minute, uptime: 1_000 + 59 * minute, wall: at });
  await kiosk.send();
  expect(await rows()).toEqual(['time-unproven offline-too-long']);
});

test('a record of a time to come is held by its own code, whatever its kind', async () => {
  const ahead = server.clock.now() + 2 * minute;
  kiosk.append(
    'admin',
    { event: 'signed-in', at: 1 },
    { class: null, wall: ahead, mono: 1_000, uptime: 1_000 },
  );
  kiosk.append(
    'admin',
    { event: 'signed-in', at: 1 },
    { class: null, wall: ahead + 1, mono: 1_000, uptime: 1_000 },
  );
  await kiosk.send();
  expect((await rows()).map((row) => row.split(' ')[0])).toEqual(['verified', 'record-from-future']);
});
