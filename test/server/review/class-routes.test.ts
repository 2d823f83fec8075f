import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAs } from '../../../sync/base/parse.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { Replay } from '../../../sync/contract/replay.ts';
import { AttendanceGrid, ClassDetail, ClassWall } from '../../../sync/contract/review.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { idNumbers, sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';

const minute = 60_000;
const nine = testStart + 60 * minute;

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;
let plan: ClassPlan;
let people: ClassPlan['people'];

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
  plan = await server.plan(classId);
  people = plan.people;
});
afterEach(() => server.close());

const get = async (path: string) => (await server.asReviewer({ url: `/api/v1/classes${path}` })).json();
const tile = async () => parseAs(ClassWall, await get(''), 'wall').classes[0];
const checkIn = (person: number, at: number, change = {}) =>
  kiosk.append(
    'check-in',
    checkInOf(plan, {
      id: `chk_${person}_${at}`,
      person: people[person]?.id ?? null,
      at,
      ...change,
    }),
    { class: classId },
  );
const lesson = (event: 'started' | 'stopped', at: number) =>
  kiosk.append(
    'lesson',
    { lesson: 'les_1', session: 'ses_am', event, by: 'plan', at, reason: null },
    { class: classId },
  );
/** Records `count` segments of ten seconds from `startAt` and sends what of them `send` chooses. */
async function record(startAt: number, count: number, send: (index: number) => boolean = () => true) {
  const endAt = startAt + count * 10_000;
  if (server.clock.now() < endAt) server.clock.advanceTo(endAt);
  const files = Array.from({ length: count }, (_, index) => Buffer.from(`ftypvideo ${startAt} ${index}`));
  files.forEach((bytes, index) => {
    const from = startAt + index * 10_000;
    kiosk.announce(bytes, { startAt: from, endAt: from + 10_000 }, classId);
  });
  await kiosk.send();
  for (const [index, bytes] of files.entries()) if (send(index)) await kiosk.upload(bytes);
  return files.map((bytes) => sha256(bytes));
}

describe('class wall', () => {
  test('before the session nobody is missing; during it whoever has not checked in is', async () => {
    expect(await tile()).toMatchObject({
      session: { id: 'ses_am', state: 'later', periods: 2 },
      ...{ expected: 2, checkedIn: 0, missing: 0, recording: 'idle', connected: false, findings: 0 },
    });
    server.clock.advanceTo(nine + minute);
    checkIn(2, nine - minute);
    await kiosk.send();
    expect(await tile()).toMatchObject({
      session: { state: 'now' },
      ...{ expected: 2, checkedIn: 1, missing: 1, lastSeenAt: nine + minute },
    });
  });

  test('what is under way stands first, then the next to begin, then what is over', async () => {
    const filed = async (days: number) => {
      const { periods, ...filing } = sampleFiling([kiosk.device]);
      const moved = periods.map((period) => ({
        ...period,
        day: new Date(testStart + days * 24 * 60 * minute).toISOString().slice(0, 10),
        startAt: period.startAt + days * 24 * 60 * minute,
        endAt: period.endAt + days * 24 * 60 * minute,
      }));
      return (await server.file({ ...filing, periods: moved })).class;
    };
    const [inTwoDays, tomorrow] = [await filed(2), await filed(1)];
    const order = async () =>
      parseAs(ClassWall, await get(''), 'wall').classes.map(({ id, session }) => [id, session?.state]);
    server.clock.advanceTo(nine + minute);
    expect(await order()).toEqual([
      [classId, 'now'],
      [tomorrow, 'later'],
      [inTwoDays, 'later'],
    ]);
    server.clock.advanceTo(nine + 30 * 60 * minute);
    expect(await order()).toEqual([
      [inTwoDays, 'later'],
      [tomorrow, 'past'],
      [classId, 'past'],
    ]);
  });

  test('recording runs, falls silent, is stopped, and fails to begin', async () => {
    server.clock.advanceTo(nine + 10_000);
    expect((await tile())?.recording).toBe('idle');
    server.clock.advanceTo(nine + minute);
    expect((await tile())?.recording).toBe('fault');
    lesson('started', nine + minute);
    await record(nine + minute, 3);
    server.clock.advanceTo(nine + 95_000);
    expect(await tile()).toMatchObject({ recording: 'recording' });
    server.clock.advanceTo(nine + 3 * minute);
    expect(await tile()).toMatchObject({ recording: 'fault' });
    server.clock.advanceTo(nine + 45 * minute);
    lesson('stopped', nine + 40 * minute);
    await kiosk.send();
    expect((await tile())?.recording).toBe('idle');
  });

  test('findings of the class are counted', async () => {
    kiosk.append('damage', { item: 'record', subject: '1', found: 'digest' }, { class: classId });
    await kiosk.send();
    expect((await tile())?.findings).toBe(1);
  });
});

test('class detail shows names and masked ID numbers, never whole ones', async () => {
  await kiosk.plans();
  const detail = parseAs(ClassDetail, await get(`/${classId}`), 'detail');
  expect(detail.people[3]).toMatchObject({ name: '学员丁', maskedIdNumber: '231***********0049' });
  expect(detail.devices).toEqual([
    { id: kiosk.device, name: '101 教室', lastSeenAt: server.clock.now(), selfTest: null },
  ]);
  expect(detail.sessions.map(({ id, periods }) => [id, periods])).toEqual([
    ['ses_am', 2],
    ['ses_pm', 1],
  ]);
  for (const number of Object.values(idNumbers)) expect(JSON.stringify(detail)).not.toContain(number);
});

test('attendance by person and period, with the check-ins behind it', async () => {
  checkIn(2, nine - minute);
  checkIn(3, nine + 12 * minute, { reason: 'late', minutes: 12 });
  checkIn(3, nine + 13 * minute, { outcome: 'refused', reason: 'already-checked-in', direction: null });
  await kiosk.send();
  server.clock.advanceTo(nine + 100 * minute);
  const grid = parseAs(AttendanceGrid, await get(`/${classId}/attendance`), 'grid');
  expect(grid.rows.map(({ role, attended, held }) => [role, attended, held])).toEqual([
    ['class-admin', 0, 2],
    ['teacher', 0, 2],
    ['trainee', 2, 2],
    ['trainee', 2, 2],
  ]);
  expect(grid.rows[3]?.cells.map(({ status, minutes }) => [status, minutes])).toEqual([
    ['late', 12],
    ['present', 0],
    ['pending', 0],
  ]);
  expect(grid.checkIns.map(({ maskedName, reason }) => [maskedName, reason])).toEqual([
    ['学**丙', 'on-time'],
    ['学*丁', 'late'],
    ['学*丁', 'already-checked-in'],
  ]);
});

describe('replay', () => {
  const replay = async () =>
    parseAs(Replay, await get(`/${classId}/sessions/ses_am/replay?camera=room`), 'replay');

  test('verified video, its holes with their causes, and the check-ins', async () => {
    lesson('started', nine);
    await record(nine, 6, (index) => index !== 4);
    const gap = {
      lesson: 'les_1',
      session: 'ses_am',
      camera: 'room' as const,
      cause: 'camera-lost' as const,
    };
    kiosk.append('gap', { ...gap, startAt: nine + minute, endAt: nine + 2 * minute }, { class: classId });
    checkIn(2, nine + minute);
    await kiosk.send();
    server.clock.advanceTo(nine + 3 * minute + 30_000);
    const found = await replay();
    expect(found.segments.map(({ state }) => state)).toEqual([
      ...['verified', 'verified', 'verified', 'verified', 'announced', 'verified'],
    ]);
    expect(found.gaps.map(({ startAt, endAt, cause }) => [startAt - nine, endAt - nine, cause])).toEqual([
      [40_000, 50_000, 'not-uploaded'],
      [60_000, 120_000, 'camera-lost'],
      [120_000, 180_000, 'unexplained'],
    ]);
    expect(found.checkIns).toHaveLength(1);
    expect(found.periods.map(({ number }) => number)).toEqual([1, 2]);
  });

  test('its playlist plays: every address in it answers with the bytes that it names', async () => {
    await record(nine, 2);
    const { playlistUrl } = await replay();
    const playlist = await server.asReviewer({ url: playlistUrl ?? '' });
    expect(playlist.headers['content-type']).toContain('application/vnd.apple.mpegurl');
    const uris = playlist.body.split('\n').filter((line) => line.startsWith('/api/'));
    expect(uris).toHaveLength(2);
    const range = await server.asReviewer({ url: uris[0] ?? '', headers: { range: 'bytes=0-3' } });
    expect([range.statusCode, range.body, range.headers['content-range']]).toEqual([
      206,
      'ftyp',
      `bytes 0-3/${Buffer.byteLength(`ftypvideo ${nine} 0`)}`,
    ]);
    const beyond = await server.asReviewer({ url: uris[0] ?? '', headers: { range: 'bytes=9999-' } });
    expect(beyond.statusCode).toBe(416);
  });

  test('a period alone: its segments, and those that reach into it', async () => {
    const digests = await record(nine + 39 * minute, 6);
    const { playlistUrl } = await replay();
    const of = async (period: number) => {
      const { body } = await server.asReviewer({ url: `${playlistUrl}&period=${period}` });
      return body.split('\n').flatMap((line) => (line.startsWith('/api/') ? [line.slice(17, 81)] : []));
    };
    expect(await of(1)).toEqual(digests);
    await record(nine + 40 * minute, 1);
    expect(await of(1)).toEqual(digests);
    expect(await of(2)).toEqual([]);
    const missing = await server.asReviewer({ url: `${playlistUrl}&period=3` });
    expect([missing.statusCode, missing.json().message]).toEqual([404, '该班次没有这一节课。']);
  });

  test('without video there is no playlist; a session of no plan is not found', async () => {
    expect((await replay()).playlistUrl).toBeNull();
    const missing = await server.asReviewer({ url: `/api/v1/classes/${classId}/sessions/ses_x/replay` });
    expect([missing.statusCode, missing.json().code]).toEqual([404, 'not_found']);
  });
});
