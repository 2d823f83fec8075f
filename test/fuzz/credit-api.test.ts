import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { CreditGrid } from '../../sync/contract/credit-review.ts';
import { seedOf } from '../fault/seeded.ts';
import { FuzzedServer } from './fuzzed-server.ts';
import { bodyLike, oddText } from './odd-json.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of the credit API');
let fuzzed: FuzzedServer;
let url: string;

beforeAll(async () => {
  fuzzed = await FuzzedServer.start();
  url = `/api/v1/classes/${fuzzed.classId}/credit`;
  const { kiosk, server } = fuzzed;
  const { people } = await server.plan(fuzzed.classId);
  for (const { id: person } of people) {
    const data = { person, method: 'face' as const, samples: 3, with: 'model', quality: 1 };
    kiosk.append('enrolment', data, { class: fuzzed.classId });
  }
  await kiosk.send();
  // All periods are over.
  server.clock.advanceTo(server.clock.now() + 10 * 3_600_000);
  await kiosk.contact();
  await fuzzed.stillServes();
});
afterEach(() => fuzzed.stillServes());
afterAll(() => fuzzed.close());

/** Bodies like right ones, of the rows as they stood at first: a reviewer's word makes them stale. */
async function orders() {
  const grid = (await fuzzed.server.asReviewer({ url })).json<CreditGrid>();
  const [first, second] = grid.rows;
  const [period] = grid.periods;
  if (!first || !second || !period) throw new Error('no row');
  const periods = [{ day: period.day, number: period.number }];
  const why = { reason: '对照录像' };
  const persons = [first.person, second.person];
  const seen = grid.enrolments.flatMap(({ records }) => records.map(({ digest }) => digest));
  return {
    decisions: {
      persons: [{ person: first.person, basedOn: first.digest }],
      periods,
      verdict: 'count',
      ...why,
    },
    enrolments: { persons, verdict: 'refuse', seen, ...why },
    leaves: { person: first.person, periods, granted: false, ...why },
    approvals: { basedOn: grid.digest },
    'approvals/1/withdrawal': why,
  };
}

test('a word is one entry of the log, an approval its lines besides, or nothing at all', async () => {
  const right = await orders();
  const paths = Object.keys(right) as (keyof typeof right)[];
  const order = fc
    .constantFrom(...paths)
    .chain((path) => fc.tuple(fc.constant<string>(path), bodyLike(right[path])));
  const written = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(order, async ([path, payload]) => {
      const headers = { 'content-type': 'application/json' };
      const request = { method: 'POST', url: `${url}/${path}`, headers, payload } as const;
      if (fuzzed.judge(await fuzzed.server.asReviewer(request)) >= 400) return;
      written.set(path, (written.get(path) ?? 0) + 1);
      const lines = path === 'approvals' ? { credit_approvals: 1, credit_lines: 6 } : {};
      expect(fuzzed.added()).toEqual({ ...lines, journal: 1 });
    }),
    // Each that is written makes the log longer that the next one is judged by.
    { seed, numRuns: Math.ceil(runs / 10) },
  );
  console.log(JSON.stringify(Object.fromEntries(written)));
}, 600_000);

test('addresses of persons and versions', async () => {
  const place = fc.tuple(fc.constantFrom('GET', 'POST'), oddText);
  await fc.assert(
    fc.asyncProperty(place, async ([method, text]) => {
      const part = encodeURIComponent(text.toWellFormed());
      const path = method === 'GET' ? `${url}/${part}` : `${url}/approvals/${part}/withdrawal`;
      const body = method === 'GET' ? {} : { payload: { reason: '材料有误' } };
      fuzzed.judge(await fuzzed.server.asReviewer({ method: method as 'GET', url: path, ...body }));
      fuzzed.added();
    }),
    { seed, numRuns: Math.ceil(runs / 10) },
  );
}, 600_000);
