import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAs } from '../../../sync/base/parse.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { drawnMoments } from '../../../sync/contract/drawn-moments.ts';
import { Replay } from '../../../sync/contract/replay.ts';
import { ClassDetail } from '../../../sync/contract/review.ts';
import { ClassPhotos, ClassPresence } from '../../../sync/contract/room-review.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';

const minute = 60_000;
const nine = testStart + 60 * minute;
const ofSession = { session: 'ses_am', camera: 'room' } as const;
const size = { width: 1280, height: 720 };

let server: TestServer;
let kiosk: FakeKiosk;
let plan: ClassPlan;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  const { class: classId } = await server.file(sampleFiling([kiosk.device]));
  plan = await server.plan(classId);
});
afterEach(() => server.close());

const get = async (path: string) =>
  (await server.asReviewer({ url: `/api/v1/classes/${plan.class}${path}` })).json();
const ofClass = () => ({ class: plan.class });
/** A moment that the plan draws for it: another would be held. */
function moment(kind: 'presence' | 'photo', index: number): number {
  const drawn = drawnMoments(plan).filter((one) => one.kind === kind && one.session === 'ses_am');
  return drawn[index]?.dueAt ?? 0;
}

function checkIn(person: number, at: number): void {
  const minutes = Math.floor((at - nine) / minute);
  const late = at - nine > 5 * minute ? ({ reason: 'late', minutes } as const) : {};
  const change = { ...late, id: `chk_${person}`, person: plan.people[person]?.id ?? null, at };
  kiosk.append('check-in', checkInOf(plan, change), ofClass());
}
function look(at: number, heads: number): void {
  const model = { model: 'heads', modelDigest: 'a'.repeat(64) };
  kiosk.append(
    'presence',
    { ...ofSession, dueAt: at, at, ...size, heads, recognised: [], ...model },
    ofClass(),
  );
}

describe('presence', () => {
  test('heads beside who was checked in at that moment, and the empty room flagged', async () => {
    const [first, second, third] = [0, 1, 2].map((index) => moment('presence', index)) as [
      number,
      number,
      number,
    ];
    checkIn(2, nine - minute);
    look(first, 1);
    checkIn(3, first + 1_000);
    look(second, 2);
    look(third, 0);
    await kiosk.send();
    const { sessions } = parseAs(ClassPresence, await get('/presence'), 'presence');
    expect(sessions.map(({ session }) => session)).toEqual(['ses_am']);
    expect(sessions[0]?.looks.map(({ heads, checkedIn }) => [heads, checkedIn])).toEqual([
      [1, 1],
      [2, 2],
      [0, 2],
    ]);
    expect(sessions[0]?.checkedIn.map(({ count }) => count)).toEqual([1, 2]);
    expect(sessions[0]?.flags).toEqual([
      { code: 'empty-room', startAt: third, endAt: third, looks: 1, heads: 0, checkedIn: 2 },
    ]);
  });

  test('a look that the plan drew and that never came is missing once nothing can come any more', async () => {
    const end = nine + 90 * minute;
    look(moment('presence', 1), 2);
    await kiosk.send();
    server.clock.advanceTo(nine + 39 * minute);
    expect((await get('/presence')).sessions[0].missing).toEqual([]);
    server.clock.advanceTo(end + 5 * minute);
    const drawn = drawnMoments(plan).filter(({ kind, until }) => kind === 'presence' && until <= end);
    const missing = drawn.map(({ dueAt }) => dueAt).filter((at) => at !== moment('presence', 1));
    expect(missing.length).toBeGreaterThan(2);
    expect((await get('/presence')).sessions[0].missing).toEqual(missing);
  });
});

describe('photographs', () => {
  const jpeg = Buffer.from('\xff\xd8 a photograph \xff\xd9', 'latin1');
  const announce = (bytes: Buffer, at: number) =>
    kiosk.append(
      'photo',
      { ...ofSession, dueAt: at, at, ...size, sha256: sha256(bytes), sizeBytes: bytes.length },
      ofClass(),
    );
  const photo = (bytes: Buffer) => server.asReviewer({ url: `/api/v1/photos/${sha256(bytes)}` });

  test('are listed by their moment, and shown once they are here', async () => {
    server.clock.advanceTo(nine);
    announce(jpeg, moment('photo', 0));
    await kiosk.send();
    const { photos, missing } = parseAs(ClassPhotos, await get('/photos'), 'photos');
    expect([missing, photos]).toEqual([
      [],
      [
        {
          ...ofSession,
          ...{
            dueAt: moment('photo', 0),
            at: moment('photo', 0),
            sha256: sha256(jpeg),
            device: kiosk.device,
            state: 'announced',
          },
        },
      ],
    ]);
    expect((await photo(jpeg)).statusCode).toBe(404);
    await kiosk.upload(jpeg);
    expect((await get('/photos')).photos[0].state).toBe('verified');
    server.clock.advanceTo(nine + 100 * minute);
    expect((await get('/photos')).missing).toEqual([{ session: 'ses_am', dueAt: moment('photo', 1) }]);
    const shown = await photo(jpeg);
    expect([shown.headers['content-type'], shown.rawPayload.equals(jpeg)]).toEqual(['image/jpeg', true]);
  });

  test('a rival who names its digest in a class of their own does not see it; whose it is does', async () => {
    await server.addAccount('owner', 'organiser', '甲培训学校');
    await server.addAccount('rival', 'organiser', '乙培训学校');
    const named = { ...ofSession, ...size, sha256: sha256(jpeg), sizeBytes: jpeg.length };
    const names = async (by: FakeKiosk, organiser: string) => {
      const { class: classId } = await server.file({ ...sampleFiling([by.device]), organiser });
      const drawn = drawnMoments(await server.plan(classId)).find(({ kind }) => kind === 'photo');
      const at = drawn?.dueAt ?? 0;
      server.clock.advanceTo(Math.max(server.clock.now(), at));
      by.append('photo', { ...named, dueAt: at, at }, { class: classId });
      await by.send();
    };
    await names(kiosk, '甲培训学校');
    await kiosk.upload(jpeg);
    await names(await FakeKiosk.enrol(server), '乙培训学校');
    const seenBy = async (user: string) =>
      (await server.as(user)({ url: `/api/v1/photos/${sha256(jpeg)}` })).statusCode;
    expect([await seenBy('owner'), await seenBy('rival')]).toEqual([200, 404]);
  });

  test('changed afterwards, or a segment of video: not shown', async () => {
    server.clock.advanceTo(nine);
    announce(jpeg, moment('photo', 0));
    const video = Buffer.from('ftypvideo');
    kiosk.announce(video, {}, plan.class);
    await kiosk.send();
    await kiosk.upload(jpeg);
    await kiosk.upload(video);
    expect((await photo(video)).statusCode).toBe(404);
    await server.tamper(`UPDATE segment_files SET state = 'damaged' WHERE sha256 = ?`, sha256(jpeg));
    expect((await photo(jpeg)).statusCode).toBe(409);
  });
});

test('the newest self-test of a kiosk stands beside it', async () => {
  const test = (at: number, ok: boolean) =>
    kiosk.append(
      'self-test',
      { at, parts: [{ part: 'room-camera', ok, detail: ok ? null : 'no picture' }] },
      { class: null },
    );
  test(nine - 30 * minute, false);
  test(nine - 20 * minute, true);
  await kiosk.send();
  const { devices } = parseAs(ClassDetail, await get(''), 'detail');
  expect(devices[0]?.selfTest).toEqual({
    at: nine - 20 * minute,
    parts: [{ part: 'room-camera', ok: true }],
  });
});

test('replay tells pauses with their reasons, and faults of the picture', async () => {
  const lesson = { lesson: 'les_1', session: 'ses_am' };
  kiosk.append('pause', { ...lesson, event: 'paused', at: nine + minute, reason: '消防演练' }, ofClass());
  kiosk.append('pause', { ...lesson, event: 'resumed', at: nine + 2 * minute, reason: null }, ofClass());
  const picture = { ...lesson, camera: 'room', fault: 'covered', since: nine + 3 * minute } as const;
  kiosk.append('picture', { ...picture, event: 'began', at: nine + 3 * minute + 20_000 }, ofClass());
  await kiosk.send();
  server.clock.advanceTo(nine + 5 * minute);
  const path = (camera: string) => `/sessions/ses_am/replay?camera=${camera}`;
  const found = parseAs(Replay, await get(path('room')), 'replay');
  expect(found.pauses).toEqual([{ startAt: nine + minute, endAt: nine + 2 * minute, reason: '消防演练' }]);
  expect(found.pictureFaults).toEqual([
    {
      startAt: nine + 3 * minute,
      endAt: nine + 5 * minute,
      fault: 'covered',
      noticedAt: nine + 3 * minute + 20_000,
    },
  ]);
  expect((await get(path('door'))).pictureFaults).toEqual([]);
});
