import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import type { Replay } from '../../../sync/contract/replay.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';

const minute = 60_000;
const nine = testStart + 60 * minute;

let server: TestServer;
let kiosk: FakeKiosk;
let second: FakeKiosk;
let classId: string;
let plan: ClassPlan;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  second = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device, second.device]))).class;
  plan = await server.plan(classId);
  server.clock.advanceTo(nine + 100 * minute);
});
afterEach(() => server.close());

const checkIn = (id: string, change = {}, by = kiosk) =>
  by.append('check-in', checkInOf(plan, { id, ...change }), { class: classId });
const codes = async () =>
  (await server.findings()).map(({ code, subject }) => `${code} ${subject.id}`).sort();
const pulled = async () => (await server.pull()).json().items.map((item: { id: string }) => item.id);
const replay = async () =>
  (await server.asReviewer({ url: `/api/v1/classes/${classId}/sessions/ses_am/replay` })).json<Replay>();

describe('check-ins', () => {
  test('those that contradict the plan are kept and held, each by its number', async () => {
    checkIn('chk_1');
    checkIn('chk_2', { person: 'per_ghost' });
    checkIn('chk_3', { planVersion: 999 });
    checkIn('chk_4', { at: testStart });
    expect((await kiosk.send()).receipt?.body.seq).toBe('4');
    expect(await codes()).toEqual(['not-in-plan 2', 'not-in-plan 3', 'not-in-plan 4']);
    expect(await pulled()).toEqual(['chk_1']);
  });

  test('an id serves once, whoever uses it', async () => {
    checkIn('chk_1');
    checkIn('chk_1', { direction: 'out', reason: 'check-out', at: nine + 85 * minute });
    await kiosk.send();
    checkIn('chk_1', {}, second);
    await second.send();
    const found = (await server.findings()).map(({ code, device }) => [code, device]);
    expect(found).toEqual([
      ['doubled-id', second.device],
      ['doubled-id', kiosk.device],
    ]);
    expect(await pulled()).toEqual(['chk_1']);
  });

  test('what was made under a version that listed the kiosk counts, however late it comes', async () => {
    checkIn('chk_1');
    const bytes = Buffer.from('ftypvideo');
    kiosk.announce(bytes, { startAt: nine, endAt: nine + 10_000 }, classId);
    const filing = { ...sampleFiling([second.device]), class: classId };
    expect((await server.file(filing)).version).toBe(2);
    await kiosk.send();
    expect((await kiosk.upload(bytes)).statusCode).toBe(200);
    expect(await codes()).toEqual([]);
    expect(await pulled()).toEqual(['chk_1']);
    checkIn('chk_2', { planVersion: 2 });
    await kiosk.send(kiosk.records.slice(2));
    expect(await codes()).toEqual(['device-not-in-plan 3']);
    expect(await pulled()).toEqual(['chk_1']);
  });

  test('nothing is judged by a plan that was edited in the store: it waits, and is judged once that is whole', async () => {
    const edit = (from: string, to: string) =>
      server.tamper(`update class_plans set statement = replace(statement, ?, ?)`, from, to);
    await edit('"closesAfterMinutes":30', '"closesAfterMinutes":240');
    checkIn('chk_1');
    expect((await kiosk.send()).receipt?.body.seq).toBe('1');
    const { stores, acceptor } = server.context;
    expect(await stores.records.devicesWaiting()).toEqual([kiosk.device]);
    expect([await codes(), await pulled()]).toEqual([[], []]);
    await edit('"closesAfterMinutes":240', '"closesAfterMinutes":30');
    acceptor.kick(kiosk.device);
    await acceptor.settled();
    expect(await stores.records.devicesWaiting()).toEqual([]);
    expect(await pulled()).toEqual(['chk_1']);
  });
});

describe('segments', () => {
  const film = (text: string, startAt: number, change = {}, by = kiosk) => {
    const bytes = Buffer.from(`ftyp${text}`);
    by.announce(bytes, { startAt, endAt: startAt + 10_000, ...change }, classId);
    return bytes;
  };

  test('one with times that cannot be is held: it fills no gap, and the wall stays honest', async () => {
    const bytes = film('one', nine, { endAt: nine + 90 * minute });
    film('two', nine + 200 * minute);
    film('three', nine, { initBytes: 9 });
    await kiosk.send();
    expect(await codes()).toEqual([1, 2, 3].map((seq) => `segment-times-wrong ${seq}`));
    const { segments, playlistUrl } = await replay();
    expect([segments, playlistUrl]).toEqual([[], null]);
    // The video is taken all the same, or the kiosk's queue would stop at it.
    expect((await kiosk.upload(bytes)).statusCode).toBe(200);
    expect((await replay()).segments).toEqual([]);
  });

  test('the same bytes, or the same moments, count once', async () => {
    const bytes = film('one', nine);
    film('one', nine + 10_000);
    film('two', nine + 9_000);
    film('three', nine + 9_500);
    film('four', nine, { camera: 'door' });
    await kiosk.send();
    film('one', nine + minute, {}, second);
    film('five', nine + 1_000, {}, second);
    await second.send();
    await kiosk.upload(bytes);
    const found = (await server.findings()).map(({ code, subject, device }) => [code, subject.id, device]);
    expect(found).toEqual([
      ['segment-doubled', '2', second.device],
      ['segment-doubled', '1', second.device],
      ['segment-doubled', '3', kiosk.device],
      ['segment-doubled', '2', kiosk.device],
    ]);
    expect((await replay()).segments.map(({ startAt, state }) => [startAt - nine, state])).toEqual([
      [0, 'verified'],
      [9_500, 'announced'],
    ]);
  });

  test('bytes are verified only for the kiosk that uploaded them', async () => {
    const bytes = film('one', nine);
    await kiosk.send();
    await kiosk.upload(bytes);
    await server.tamper('update segment_receipts set device = ?', second.device);
    expect((await replay()).segments.map(({ state }) => state)).toEqual(['announced']);
  });
});

describe('damage that the kiosk reports', () => {
  const report = (item: 'record' | 'segment', subject: string) =>
    kiosk.append('damage', { item, subject, found: 'changed' }, { class: null });

  test.each([
    ['a record to come', 'record', '2'],
    ['no record', 'record', '0'],
    ['words', 'record', '<img src=x> 1'],
    ['a segment of nobody', 'segment', 'ab'.repeat(32)],
  ] as const)('of %s is no record of damage', async (_name, item, subject) => {
    report(item, subject);
    await kiosk.send();
    expect(await codes()).toEqual(['malformed-record 1']);
  });

  test('of a segment whose record is held is told like any other', async () => {
    const bytes = Buffer.from('ftypvideo');
    kiosk.announce(bytes, { endAt: 0 }, classId);
    report('segment', sha256(bytes));
    await kiosk.send();
    expect(await codes()).toEqual([`kiosk-segment-damaged ${sha256(bytes)}`, 'segment-times-wrong 1']);
  });

  test('of another kiosk’s segment is not its own to report', async () => {
    const bytes = Buffer.from('ftypvideo');
    second.announce(bytes, {}, classId);
    await second.send();
    report('segment', sha256(bytes));
    await kiosk.send();
    expect(await codes()).toEqual(['malformed-record 1']);
  });
});
