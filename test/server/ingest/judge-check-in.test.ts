import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeCheckIn } from '../../../server/ingest/judge-check-in.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import type { RecordData } from '../../../sync/contract/records.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';

const minute = 60_000;
const nine = testStart + 60 * minute;
/** 09:00 to 10:30 with the default rules: opens 20 minutes before, closes 30 after. */
const opens = nine - 20 * minute;
const closes = nine + 120 * minute;

let server: TestServer;
let plan: ClassPlan;
beforeAll(async () => {
  server = await startTestServer();
  plan = await server.plan((await server.file(sampleFiling([]))).class);
});
afterAll(() => server.close());

type Change = Partial<RecordData<'check-in'>>;
interface Facts {
  wall?: number;
  idSeen?: boolean;
  isPlanOutdated?: boolean;
  plan?: undefined;
}
const judge = (change: Change, facts: Facts = {}) => {
  const data = checkInOf(plan, change);
  return judgeCheckIn(data, { wall: data.at, plan, idSeen: false, isPlanOutdated: false, ...facts });
};

test.each<[string, Change]>([
  ['on time', {}],
  ['as the window opens', { at: opens }],
  ['on time to the last moment', { at: nine + 5 * minute }],
  ['late', { at: nine + 20 * minute, reason: 'late', minutes: 20 }],
  ['out, as the window closes', { at: closes, direction: 'out', reason: 'check-out' }],
  ['out, early', { at: nine + 30 * minute, direction: 'out', reason: 'early-leave', minutes: 60 }],
])('%s: as the plan says', (_name, change) => expect(judge(change)).toBeUndefined());

test.each<[string, Change]>([
  ['late, and said to be on time', { at: nine + 20 * minute }],
  ['fewer minutes late than it was', { at: nine + 20 * minute, reason: 'late', minutes: 6 }],
  ['on time, and said to be late', { reason: 'late', minutes: 1 }],
  ['an early leave as a check-out', { at: nine + 30 * minute, direction: 'out', reason: 'check-out' }],
  ['in, after the end', { at: closes, reason: 'late', minutes: 120 }],
])('%s: not what the plan gives for that moment', (_name, change) =>
  expect(judge(change)).toBe('not-in-plan'),
);

test('by a plan that was replaced before the kiosk’s last contact: not in the plan', () => {
  expect(judge({}, { isPlanOutdated: true })).toBe('not-in-plan');
});

test.each<[string, Change]>([
  ['a person of no class', { person: 'per_ghost' }],
  ['nobody', { person: null }],
  ['a trainee as teacher', { role: 'teacher' }],
  ['no role', { role: null }],
  ['a session of no plan', { session: 'ses_ghost' }],
  ['no session', { session: null }],
  ['another session’s hours', { session: 'ses_pm' }],
  ['before the window', { at: opens - 1 }],
  ['after the window', { at: closes + 1, direction: 'out', reason: 'check-out' }],
  ['in, with a reason to go', { reason: 'check-out' }],
  ['out, with a reason to come', { direction: 'out' }],
  ['accepted, with a reason to refuse', { reason: 'wrong-class' }],
  ['no direction', { direction: null }],
])('%s: not in the plan', (_name, change) => expect(judge(change)).toBe('not-in-plan'));

test('a version that was never filed, or a record written long after', () => {
  expect(judge({}, { plan: undefined })).toBe('not-in-plan');
  const { at } = checkInOf(plan);
  expect(judge({}, { wall: at + 5 * minute })).toBeUndefined();
  expect(judge({}, { wall: at + 5 * minute + 1 })).toBe('not-in-plan');
  expect(judge({}, { wall: at - 5 * minute - 1 })).toBe('not-in-plan');
});

test('a refusal needs only an id of its own', () => {
  const refused = { outcome: 'refused', reason: 'unknown-person', person: null, at: 0 } as const;
  expect(judge(refused, { plan: undefined })).toBeUndefined();
  expect(judge(refused, { idSeen: true })).toBe('doubled-id');
  expect(judge({}, { idSeen: true })).toBe('doubled-id');
});
