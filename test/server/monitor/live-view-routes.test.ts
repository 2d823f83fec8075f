import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAs } from '../../../sync/base/parse.ts';
import { LiveViewList, LiveViewState } from '../../../sync/contract/live.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { madeUpPart } from '../../helpers/live-film.ts';
import { push } from '../../helpers/live-kiosk.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let kiosk: FakeKiosk;
let base: string;
let lines: string[];

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  const { class: classId } = await server.file(sampleFiling([kiosk.device]));
  base = `/api/v1/classes/${classId}/live-views`;
  lines = [];
});
afterEach(() => server.close());

const monitor = () => server.context.monitor;
const kioskListens = (device = kiosk.device) =>
  monitor().feeds.channels.open(device, { write: (line) => lines.push(line), end: () => undefined });
const ordered = () => JSON.parse(lines.at(-1) ?? '{"live":[]}').live as { feed: string }[];
const openView = async (as = server.asReviewer) => {
  const answer = await as({ method: 'POST', url: base, payload: { camera: 'room' } });
  expect(answer.statusCode).toBe(201);
  return `${base}/${answer.json().view}`;
};
const stateOf = async (view: string) =>
  parseAs(LiveViewState, (await server.asReviewer({ url: view })).json(), 'state');
const list = async () => parseAs(LiveViewList, (await server.asReviewer({ url: base })).json(), 'list').views;
/** Half a second of video arrives; every second one begins with a keyframe. */
const film = (halfSecond: number, bytes = Buffer.from(`part ${halfSecond}`)) =>
  push(server, kiosk, ordered()[0]?.feed ?? 'feed_none', {
    ...{ run: 'r1', init: Buffer.from('init') },
    fragments: [
      madeUpPart(server.clock.now() + halfSecond * 500, { independent: halfSecond % 2 === 0, bytes }),
    ],
  });

describe('what the page is told', () => {
  test('no kiosk, a kiosk that was asked, pictures, a broken camera, silence', async () => {
    const view = await openView();
    expect(await stateOf(view)).toEqual({ state: 'not-connected', kioskAt: null });
    kioskListens();
    expect(await stateOf(view)).toMatchObject({ state: 'waiting' });
    expect(ordered()).toHaveLength(1);
    await film(0);
    expect(await stateOf(view)).toEqual({ state: 'live', kioskAt: server.clock.now() });
    await push(server, kiosk, ordered()[0]?.feed ?? '', { camera: 'out-of-order' });
    expect(await stateOf(view)).toMatchObject({ state: 'camera-out-of-order' });
    await push(server, kiosk, ordered()[0]?.feed ?? '', { camera: 'ready' });
    server.clock.advance(7_000);
    expect(await stateOf(view)).toMatchObject({ state: 'silent' });
  });

  test('a kiosk whose clock is two minutes slow: its pictures are not two minutes late', async () => {
    kioskListens();
    const view = await openView();
    const sentAt = server.clock.now() - 120_000;
    await push(server, kiosk, ordered()[0]?.feed ?? '', { sentAt });
    await push(server, kiosk, ordered()[0]?.feed ?? '', { sentAt: sentAt - 900 });
    expect((await stateOf(view)).kioskAt).toBe(sentAt);
  });

  test('when the kiosk is replaced, the one that listens is watched', async () => {
    const other = await FakeKiosk.enrol(server);
    const { class: classId } = await server.file(sampleFiling([kiosk.device, other.device]));
    base = `/api/v1/classes/${classId}/live-views`;
    kioskListens();
    const view = await openView();
    monitor().feeds.channels.drop(kiosk.device);
    expect((await stateOf(view)).state).toBe('not-connected');
    kioskListens(other.device);
    expect((await stateOf(view)).state).toBe('waiting');
  });
});

describe('the pictures', () => {
  test('every address in the playlist answers with the bytes that were pushed', async () => {
    kioskListens();
    const view = await openView();
    for (const number of [0, 1, 2, 3, 4]) await film(number);
    const { body } = await server.asReviewer({ url: `${view}/live.m3u8` });
    const uris = [...body.matchAll(/URI="([^"]+)"|^(segments.+)$/gm)].map((m) => m[1] ?? m[2] ?? '');
    const bodies = await Promise.all(
      uris.map(async (uri) => (await server.asReviewer({ url: `${view}/${uri}` })).body),
    );
    expect(bodies).toEqual([
      ...['init', 'part 0', 'part 1', 'part 2', 'part 3'],
      ...['part 0part 1part 2part 3', 'part 4'],
    ]);
  });

  test('a playlist that asks for what comes next is answered when it comes', async () => {
    kioskListens();
    const view = await openView();
    await film(0);
    let answered = false;
    const next = server.asReviewer({ url: `${view}/live.m3u8?_HLS_msn=0&_HLS_part=1` }).then((answer) => {
      answered = true;
      return answer;
    });
    await server.asReviewer({ url: view });
    expect(answered).toBe(false);
    await film(1);
    expect((await next).body).toContain('segments/0/1');
  });

  test('whoever waits is let go when the server closes', async () => {
    kioskListens();
    const view = await openView();
    await film(0);
    const waiting = server.asReviewer({ url: `${view}/live.m3u8?_HLS_msn=9&_HLS_part=0` });
    await server.asReviewer({ url: view });
    await monitor().close();
    expect((await waiting).statusCode).toBe(404);
  });
});

describe('who may look', () => {
  test('nobody without a session, nor with another’s view, nor into a class that is not there', async () => {
    kioskListens();
    const view = await openView();
    await film(0);
    const paths = ['', '/live.m3u8', '/inits/1', '/segments/0', '/segments/0/0'].map((path) => view + path);
    await server.addAccount('another', 'reviewer');
    const asAnother = server.as('another');
    for (const url of paths) {
      expect([url, (await server.inject({ url })).statusCode]).toEqual([url, 401]);
      expect([url, (await asAnother({ url })).statusCode]).toEqual([url, 404]);
    }
    for (const method of ['POST', 'GET'] as const) {
      const url = '/api/v1/classes/cls_none/live-views';
      const payload = method === 'POST' ? { camera: 'room' } : undefined;
      const missing = await server.asReviewer({ method, url, ...(payload && { payload }) });
      expect([missing.statusCode, missing.json().code]).toEqual([404, 'not_found']);
    }
    const elsewhere = view.replace(/cls_\w+/, 'cls_none');
    expect((await server.asReviewer({ url: elsewhere })).statusCode).toBe(404);
  });

  test('what is not in memory is not found', async () => {
    kioskListens();
    const view = await openView();
    for (const path of ['/inits/1', '/segments/7', '/segments/0/7']) {
      const answer = await server.asReviewer({ url: view + path });
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
    }
  });

  test('one reviewer opens at most thirty-two at a time', async () => {
    for (let count = 0; count < 32; count += 1) await openView();
    const answer = await server.asReviewer({ method: 'POST', url: base, payload: { camera: 'room' } });
    expect([answer.statusCode, answer.json().code]).toEqual([429, 'too_many_tries']);
  });

  test('nobody but the bureau: an organiser and a class admin not even into their own class', async () => {
    const filing = sampleFiling([kiosk.device]);
    await server.addAccount('school', 'organiser', filing.organiser);
    await server.addAccount('admin', 'class-admin', filing.organiser);
    await server.addAccount('rival', 'organiser', '别的培训学校');
    await server.addAccount('money', 'finance-reviewer');
    base = `/api/v1/classes/${(await server.file(filing)).class}/live-views`;
    kioskListens();
    const view = await openView();
    await film(0);
    const refused = { school: 403, admin: 403, rival: 404, money: 403 };
    for (const [user, status] of Object.entries(refused)) {
      const asUser = server.as(user);
      const opened = await asUser({ method: 'POST', url: base, payload: { camera: 'room' } });
      expect([user, opened.statusCode]).toEqual([user, status]);
      for (const path of ['', '/live.m3u8', '/inits/1', '/segments/0', '/segments/0/0']) {
        expect([user, path, (await asUser({ url: view + path })).statusCode]).toEqual([user, path, status]);
      }
    }
  });

  test('an account that is closed sees no more of the view that it has open', async () => {
    kioskListens();
    await server.addAccount('leaver', 'reviewer');
    const asLeaver = server.as('leaver');
    const view = await openView(asLeaver);
    await film(0);
    expect((await asLeaver({ url: `${view}/segments/0/0` })).statusCode).toBe(200);
    await server.tamper('UPDATE accounts SET disabled_at = ? WHERE user = ?', server.clock.now(), 'leaver');
    for (const path of ['', '/live.m3u8', '/segments/0/0']) {
      expect([path, (await asLeaver({ url: view + path })).statusCode]).toEqual([path, 401]);
    }
    server.clock.advance(9_000);
    await monitor().views.sweep();
    expect(ordered()).toEqual([]);
  });

  test('no cache keeps what was seen', async () => {
    kioskListens();
    const view = await openView();
    await film(0);
    for (const path of ['', '/live.m3u8', '/inits/1', '/segments/0', '/segments/0/0']) {
      const { statusCode, headers } = await server.asReviewer({ url: view + path });
      expect([path, statusCode, headers['cache-control']]).toEqual([path, 200, 'no-store']);
    }
  });
});

describe('watching', () => {
  test('by two is one order to the kiosk, which ends with the last of them', async () => {
    kioskListens();
    const [first, second] = [await openView(), await openView()];
    expect(ordered()).toHaveLength(1);
    await server.asReviewer({ method: 'DELETE', url: first });
    await monitor().views.sweep();
    expect(ordered()).toHaveLength(1);
    await server.asReviewer({ method: 'DELETE', url: second });
    expect(ordered()).toHaveLength(1);
    await monitor().views.sweep();
    expect(ordered()).toEqual([]);
  });

  test('stands in the audit trail, with who, when, how long, and whether there was anything to see', async () => {
    kioskListens();
    const view = await openView();
    const beganAt = server.clock.now();
    expect(await list()).toMatchObject([{ user: 'reviewer', beganAt, endedAt: null, sawPictures: null }]);
    await film(0);
    await server.asReviewer({ url: `${view}/segments/0/0` });
    server.clock.advance(65_000);
    await server.asReviewer({ method: 'DELETE', url: view });
    const blind = await openView();
    await server.asReviewer({ method: 'DELETE', url: blind });
    expect(await list()).toMatchObject([
      { camera: 'room', endedAt: beganAt + 65_000, sawPictures: false },
      { camera: 'room', beganAt, endedAt: beganAt + 65_000, sawPictures: true },
    ]);
    expect((await server.asReviewer({ url: view })).statusCode).toBe(404);
  });

  test('by one who vanishes ends by itself, and is written down', async () => {
    kioskListens();
    await openView();
    server.clock.advance(7_000);
    await monitor().views.sweep();
    expect(ordered()).toHaveLength(1);
    server.clock.advance(2_000);
    await monitor().views.sweep();
    expect(ordered()).toEqual([]);
    expect((await list())[0]?.endedAt).toBe(server.clock.now());
  });

  test('ends in the trail when the server is stopped', async () => {
    await openView();
    await monitor().close();
    expect((await list())[0]?.endedAt).toBe(server.clock.now());
  });
});
