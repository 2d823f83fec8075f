import fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { seedOf } from '../fault/seeded.ts';
import { until } from '../helpers/test-kiosk.ts';
import { besidePages, FuzzedKiosk } from './fuzzed-kiosk.ts';
import { expectRows } from './judge-refusal.ts';
import { oddHeaders, oddQuery, pathPart } from './odd-request.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of the kiosk’s addresses');
let fuzzed: FuzzedKiosk;

beforeAll(async () => {
  fuzzed = await FuzzedKiosk.start();
});
afterAll(() => fuzzed.close());

const places = [
  ...[
    'health',
    'state',
    'recording',
    'recording/days/2026-03-02',
    'enrolments',
    'usb',
    'usb/export',
    'usb/import',
  ],
  ...['admin/session', 'preview/door.mjpeg', 'notices/chk_1', 'demo/fingers', 'demo/press', 'demo/reader'],
].map((place) => `/api/v1/${place}`);
const feeds = ['/api/v1/events', '/api/v1/preview/room.mjpeg'];
const pages = ['/', '/index.html', '/api/docs', '/api/docs/json', '/api/docs/static/index.html'];

const address = fc.oneof(
  ...[places, feeds, pages].map((known) => fc.constantFrom(...known)),
  pathPart.map((part) => `/api/v1/${part}`),
  pathPart.map((part) => `/api/v1/notices/${part}`),
  pathPart.map((part) => `/api/v1/recording/days/${part}`),
  fc.constantFrom('0000-00-00', '2026-02-30', '9999-99-99').map((day) => `/api/v1/recording/days/${day}`),
  pathPart.map((part) => `/api/v1/preview/${part}.mjpeg`),
  pathPart.map((part) => `/api/docs/static/${part}`),
  pathPart.map((part) => `/${part}`),
  fc.tuple(pathPart, fc.constantFrom('beside.txt', 'kiosk/kiosk.db')).map((way) => `/${way.join('/')}`),
);

const asked = fc.record({
  method: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS'),
  address,
  query: oddQuery,
  headers: oddHeaders,
  isAdmin: fc.boolean(),
});

test('whatever is asked for, the answer is a page, a view, or a typed refusal, and nothing is written', async () => {
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(asked, async ({ method, address, query, headers, isAdmin }) => {
      // Who signs out is asked for the PIN again, and that is a record.
      const signsOut = method === 'DELETE' && address === '/api/v1/admin/session';
      const all = isAdmin && !signsOut ? { ...headers, cookie: fuzzed.cookie } : headers;
      const answer = await fuzzed.overTheWire(method, address + query, all);
      const { statusCode, body } = answer;
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
      if (body.includes(besidePages)) throw new Error('a file beside the pages was given out');
      if (address.startsWith('/api/v1/demo') && statusCode < 400)
        throw new Error('the demo’s levers are there');
      // An answer to HEAD has no body that could say more.
      if (method !== 'HEAD') fuzzed.judge(answer);
      else if (statusCode >= 500 && statusCode !== 503) throw new Error(`HEAD: ${statusCode}`);
      expectRows(fuzzed.added(), {}, 'an address alone changes nothing');
    }),
    { seed, numRuns: runs },
  );
  console.log(Object.fromEntries(statuses));
  await until('every page that left is forgotten', () => fuzzed.feeds === 0);
  await fuzzed.stillServes();
}, 600_000);
