import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { isOf } from '../../sync/base/parse.ts';
import { Login, NewAccount } from '../../sync/contract/accounts.ts';
import { seedOf } from '../fault/seeded.ts';
import { sampleFiling } from '../helpers/sample-filing.ts';
import { FuzzedServer } from './fuzzed-server.ts';
import { expectRows, type Rows } from './judge-refusal.ts';
import { bodyLike, oddText } from './odd-json.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of the review API');
const options = { seed, numRuns: runs };
let fuzzed: FuzzedServer;

beforeAll(async () => {
  fuzzed = await FuzzedServer.start();
  await fuzzed.stillServes();
});
afterEach(() => fuzzed.stillServes());
afterAll(() => fuzzed.close());

const json = { 'content-type': 'application/json' };

test('the filing of a class is stored whole or not at all', async () => {
  const { server, kiosk, classId } = fuzzed;
  const body = fc.oneof(
    bodyLike(sampleFiling([kiosk.device])),
    bodyLike({ ...sampleFiling([kiosk.device]), class: classId }),
  );
  let filed = 0;
  await fc.assert(
    fc.asyncProperty(body, async (payload) => {
      const request = { method: 'POST', url: '/api/v1/classes', headers: json, payload } as const;
      if (fuzzed.judge(await server.asReviewer(request)) >= 400) return;
      filed += 1;
      expect(fuzzed.added()).toMatchObject({ class_plans: 1 });
    }),
    options,
  );
  console.log(`${filed} filed`);
}, 600_000);

test('a revocation', async () => {
  const { server, kiosk } = fuzzed;
  const request = fc.record({
    device: fc.oneof(fc.constant(kiosk.device), fc.constant('dev_nobody'), oddText),
    previewed: fc.boolean(),
    payload: bodyLike({ fromSeq: '9999999', reason: '终端遗失' }),
    query: fc.oneof(
      fc.constantFrom('fromSeq=1', 'fromSeq=0&fromSeq=1', 'fromSeq=9223372036854775808'),
      oddText,
    ),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ device, payload, query, previewed }) => {
      const url = `/api/v1/devices/${encodeURIComponent(device.toWellFormed())}`;
      const order = { method: 'POST', url: `${url}/revocation`, headers: json, payload } as const;
      // Whoever revokes this kiosk whole ends what the other tests stand on.
      const isWhole = device === kiosk.device && payload.includes('"fromSeq":"0"');
      if (!previewed && !isWhole) fuzzed.judge(await server.asReviewer(order));
      fuzzed.added();
      if (!previewed) return;
      fuzzed.judge(
        await server.asReviewer({ url: `${url}/revocation-preview?${encodeURI(query.toWellFormed())}` }),
      );
    }),
    options,
  );
}, 600_000);

test('signing in', async () => {
  const { server } = fuzzed;
  // A password that has the form of one is hashed, which is slow by intent: only a few of those.
  let hashed = 0;
  await fc.assert(
    fc.asyncProperty(bodyLike({ user: 'nobody', password: 'nothing' }), async (payload) => {
      if (isLogin(payload)) hashed += 1;
      if (isLogin(payload) && hashed > 40) return;
      const request = { method: 'POST', url: '/api/v1/session', headers: json, payload } as const;
      fuzzed.expectRefused(await server.inject(request));
      server.clock.advance(1);
    }),
    options,
  );
}, 600_000);

test('accounts: each is made or changed whole, and written down, or not at all', async () => {
  const { server } = fuzzed;
  await server.addAccount('admin', 'bureau-admin');
  const asAdmin = server.as('admin');
  await asAdmin({ url: '/api/v1/session' });
  fuzzed.added();
  const place = { role: 'organiser', organiser: '某培训学校' };
  const request = fc.oneof(
    fc.record({
      method: fc.constant('PUT' as const),
      url: oddText.map((text) => `/${encodeURIComponent(text.toWellFormed())}`),
      payload: bodyLike(place),
    }),
    fc.record({
      method: fc.constant('PUT' as const),
      url: fc.constantFrom('/reviewer', '/reviewer/disabled', '/nobody/disabled'),
      payload: fc.oneof(bodyLike(place), bodyLike({ disabled: true })),
    }),
    fc.record({
      method: fc.constant('POST' as const),
      url: fc.constant(''),
      payload: bodyLike({ user: 'school', ...place }),
    }),
  );
  let hashed = 0;
  await fc.assert(
    fc.asyncProperty(request, async ({ method, url, payload }) => {
      // A new account's password is hashed, which is slow by intent.
      if (method === 'POST' && isOf(NewAccount, readJson(payload))) hashed += 1;
      if (method === 'POST' && hashed > 40) return;
      const order = { method, url: `/api/v1/accounts${url}`, headers: json, payload };
      const status = fuzzed.judge(await asAdmin(order));
      if (status < 400) expect(fuzzed.added()).toMatchObject({ journal: 1 });
    }),
    options,
  );
  // The other tests ask as this one.
  const restore = { role: 'reviewer', organiser: null };
  await asAdmin({ method: 'PUT', url: '/api/v1/accounts/reviewer', payload: restore });
  await asAdmin({ method: 'PUT', url: '/api/v1/accounts/reviewer/disabled', payload: { disabled: false } });
  server.clock.advance(2 * 3_600_000);
}, 600_000);

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isLogin(text: string): boolean {
  return isOf(Login, readJson(text));
}

const places = [
  (text: string) => `/api/v1/classes/${text}`,
  (text: string) => `/api/v1/classes/${text}/attendance`,
  (text: string) => `/api/v1/classes/${text}/held-check-ins`,
  (text: string) => `/api/v1/classes/${text}/evidence`,
  (text: string) => `/api/v1/classes/${text}/plan`,
  (text: string) => `/api/v1/classes/${text}/live-views`,
  (text: string) => `/api/v1/classes/${text}/live-views/${text}/live.m3u8?_HLS_msn=${text}`,
  (text: string) => `/api/v1/classes/${text}/live-views/${text}/segments/${text}/${text}`,
  (text: string) => `/api/v1/classes/${text}/sessions/${text}/replay`,
  (text: string) => `/api/v1/classes/${text}/sessions/ses_am/replay.m3u8?camera=${text}`,
  (text: string) => `/api/v1/findings?class=${text}`,
  (text: string) => `/api/v1/findings?${text}`,
  (text: string) => `/api/v1/segments/${text}.mp4`,
  (text: string) => `/api/v1/segments/${'0'.repeat(64)}.mp4?${text}`,
  (text: string) => `/api/v1/${text}`,
  (text: string) => `/${text}`,
];

test('addresses and queries that a reviewer may ask for', async () => {
  const request = fc.record({
    place: fc.constantFrom(...places),
    text: fc.oneof(fc.constant(fuzzed.classId), oddText),
    range: fc.constantFrom(
      'bytes=0-1',
      'bytes=-1',
      'bytes=9-1',
      'bytes=',
      'x',
      'bytes=0-99999999999999999999',
    ),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ place, text, range }) => {
      const url = place(encodeURIComponent(text.toWellFormed()));
      const status = fuzzed.judge(await fuzzed.server.asReviewer({ url, headers: { range } }));
      // Who takes the evidence out is written down.
      const written: Rows = url.includes('/evidence') ? { journal: 1 } : {};
      if (status < 400) expectRows(fuzzed.added(), written, 'looking changes nothing');
    }),
    options,
  );
}, 600_000);

test('sessions that nobody opened', async () => {
  const cookie = oddText.map((text) => `keqin_session=${text.replaceAll(/[^\x20-\x7e]/g, '?')}`);
  await fc.assert(
    fc.asyncProperty(cookie, fc.constantFrom('GET', 'DELETE'), async (value, method) => {
      const request = { method: method as 'GET', url: '/api/v1/session', headers: { cookie: value } };
      fuzzed.expectRefused(await fuzzed.server.inject(request), 401);
    }),
    options,
  );
}, 600_000);
