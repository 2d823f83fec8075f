import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { CalendarYear } from '../../sync/contract/calendar.ts';
import { seedOf } from '../fault/seeded.ts';
import { FuzzedServer } from './fuzzed-server.ts';
import { bodyLike, oddText } from './odd-json.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of the calendar');
let fuzzed: FuzzedServer;
let admin: ReturnType<FuzzedServer['server']['as']>;

beforeAll(async () => {
  fuzzed = await FuzzedServer.start();
  await fuzzed.server.addAccount('calendar', 'bureau-admin');
  admin = fuzzed.server.as('calendar');
  expect((await admin({ url: '/api/v1/calendar/2026' })).statusCode).toBe(200);
  await fuzzed.stillServes();
});
afterEach(() => fuzzed.stillServes());
afterAll(() => fuzzed.close());

const day = fc
  .integer({ min: -5, max: 370 })
  .map((n) => new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10));
const someDays = fc.uniqueArray(day, { maxLength: 3 });

test('a year of holidays is stored whole or not at all', async () => {
  const year = fc.oneof({ arbitrary: fc.constant('2027'), weight: 5 }, { arbitrary: oddText, weight: 1 });
  const body = fc.oneof(
    bodyLike({ holidays: ['2027-02-08'], makeUpDays: ['2027-02-06'], version: 0 }),
    fc.record({ holidays: someDays, makeUpDays: someDays, isNewest: fc.boolean() }),
  );
  let version = 0;
  await fc.assert(
    fc.asyncProperty(year, body, async (text, change) => {
      const url = `/api/v1/calendar/${encodeURIComponent(text.toWellFormed())}`;
      const headers = { 'content-type': 'application/json' };
      const payload = typeof change === 'string' ? change : written(change, version);
      const answer = await admin({ method: 'PUT', url, headers, payload });
      if (fuzzed.judge(answer) >= 400) return;
      const stored = answer.json<CalendarYear>();
      expect(stored).toMatchObject({ origin: 'entered', version: version + 1 });
      version = stored.version;
      expect(await fuzzed.server.context.stores.calendar.whole()).toMatchObject({
        holidays: expect.arrayContaining(stored.holidays),
        makeUpDays: expect.arrayContaining(stored.makeUpDays),
      });
      expect(fuzzed.added()).toMatchObject({ journal: 1 });
    }),
    // Each of them is a transaction.
    { seed, numRuns: Math.ceil(runs / 5) },
  );
  console.log(`${version} changed`);
}, 600_000);

interface Change {
  readonly holidays: readonly string[];
  readonly makeUpDays: readonly string[];
  readonly isNewest: boolean;
}

function written({ isNewest, ...days }: Change, version: number): string {
  return JSON.stringify({ ...days, version: isNewest ? version : version + 1 });
}
