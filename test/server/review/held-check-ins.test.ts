import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAs } from '../../../sync/base/parse.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import type { RecordData } from '../../../sync/contract/records.ts';
import { Replay } from '../../../sync/contract/replay.ts';
import { AttendanceGrid, HeldCheckIns } from '../../../sync/contract/review.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';
import { StoredLog } from './stored-log.ts';

const minute = 60_000;
const nine = testStart + 60 * minute;

let server: TestServer;
let log: StoredLog;
let classId: string;
let plan: ClassPlan;

beforeEach(async () => {
  server = await startTestServer();
  log = await StoredLog.enrol(server, () => classId);
  classId = (await server.file(sampleFiling([log.device]))).class;
  plan = await server.plan(classId);
  server.clock.advanceTo(nine + 100 * minute);
});
afterEach(() => server.close());

const checkIn = (id: string, change: Partial<RecordData<'check-in'>> = {}) =>
  checkInOf(plan, { id, ...change });
const get = async (path: string) =>
  (await server.asReviewer({ url: `/api/v1/classes/${classId}${path}` })).json();
const held = async () => parseAs(HeldCheckIns, await get('/held-check-ins'), 'held');
const grid = async () => parseAs(AttendanceGrid, await get('/attendance'), 'grid');
const unproven = {
  state: 'held',
  held_for: 'time-unproven',
  time_sign: 'rebooted',
  earliest_at: nine - 5 * minute,
  latest_at: nine + minute,
} as const;
const statuses = async () => (await grid()).rows.map(({ attended }) => attended);

describe('held check-ins', () => {
  test('are listed with what they say and why they are held, newest first', async () => {
    await log.add('check-in', checkIn('chk_1'), unproven);
    const seq = await log.add('check-in', checkIn('chk_2', { person: 'per_ghost' }), {
      ...{ state: 'held', held_for: 'not-in-plan', latest_at: nine },
    });
    const { checkIns, count, waiting } = await held();
    expect([count, waiting]).toEqual([2, 0]);
    expect(checkIns[0]).toMatchObject({
      ...{ seq, device: log.device, heldFor: 'not-in-plan' },
      says: { person: 'per_ghost', maskedName: null },
    });
    expect(checkIns[0]?.message).toContain(`记录 ${seq}`);
    expect(checkIns[0]?.messageEn).toContain(`record ${seq}`);
    expect(checkIns[1]).toMatchObject({
      heldFor: 'time-unproven',
      time: { earliestAt: nine - 5 * minute, latestAt: nine + minute, sign: 'rebooted' },
      says: { id: 'chk_1', maskedName: '学**丙', direction: 'in', reason: 'on-time' },
    });
  });

  test('never count, while the same check-in accepted does', async () => {
    await log.add('check-in', checkIn('chk_1'), unproven);
    expect(await statuses()).toEqual([0, 0, 0, 0]);
    expect((await grid()).checkIns).toEqual([]);
    await log.add('check-in', checkIn('chk_2'), { earliest_at: nine - minute, latest_at: nine });
    expect(await statuses()).toEqual([0, 0, 2, 0]);
    expect((await held()).count).toBe(1);
  });

  test('that cannot be read are shown all the same', async () => {
    const malformed = { id: 'chk_1' } as unknown as RecordData<'check-in'>;
    await log.add('check-in', malformed, { state: 'held', held_for: 'malformed-record' });
    const { checkIns } = await held();
    expect(checkIns).toMatchObject([{ heldFor: 'malformed-record', says: null }]);
  });

  test('of another class, and other records, are not listed', async () => {
    await log.add('check-in', checkIn('chk_1'), unproven, { class: 'cls_other' });
    await log.add('damage', { item: 'record', subject: '1', found: 'x' }, { state: 'held' });
    expect(await held()).toEqual({ checkIns: [], count: 0, waiting: 0 });
  });

  test('beyond 500 are counted, and the newest are listed', async () => {
    for (let i = 1; i <= 502; i += 1) await log.add('check-in', checkIn(`chk_${i}`), unproven);
    const { checkIns, count } = await held();
    expect([checkIns.length, count, checkIns[0]?.seq]).toEqual([500, 502, '502']);
  });

  test('of a class that is not there', async () => {
    const answer = await server.asReviewer({ url: '/api/v1/classes/cls_no/held-check-ins' });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
  });
});

test('records that are being verified are counted, and nothing of them is shown', async () => {
  await log.add('check-in', checkIn('chk_1'), null);
  await log.add('damage', { item: 'record', subject: '1', found: 'x' }, null);
  expect(await held()).toEqual({ checkIns: [], count: 0, waiting: 2 });
  expect((await grid()).checkIns).toEqual([]);
});

describe('every check-in that is shown carries its interval', () => {
  const proven = { earliest_at: nine - minute, latest_at: nine };

  test('in the grid and in the replay', async () => {
    await log.add('check-in', checkIn('chk_1'), proven);
    const time = { earliestAt: nine - minute, latestAt: nine, sign: null };
    expect((await grid()).checkIns[0]?.time).toEqual(time);
    const replay = parseAs(Replay, await get('/sessions/ses_am/replay'), 'replay');
    expect(replay.checkIns[0]?.time).toEqual(time);
  });

  test('a refused attempt of no proven time is shown with its sign', async () => {
    const refused = checkIn('chk_1', { outcome: 'refused', reason: 'unknown-person', person: null });
    await log.add('check-in', refused, { ...proven, time_sign: 'offline-too-long' });
    expect((await grid()).checkIns[0]?.time.sign).toBe('offline-too-long');
  });

  test('one of version 0.1, which nobody judged, is before its arrival', async () => {
    await log.add('check-in', checkIn('chk_1'));
    const time = { earliestAt: null, latestAt: server.clock.now(), sign: 'no-anchor' };
    expect((await grid()).checkIns[0]?.time).toEqual(time);
  });
});
