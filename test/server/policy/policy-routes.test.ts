import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isWorkingDay } from '../../../server/policy/calendar.ts';
import { isOf } from '../../../sync/base/parse.ts';
import { CalendarYear } from '../../../sync/contract/calendar.ts';
import { ProfileList } from '../../../sync/contract/policy.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let admin: ReturnType<TestServer['as']>;
beforeEach(async () => {
  server = await startTestServer();
  await server.addAccount('admin', 'bureau-admin');
  admin = server.as('admin');
});
afterEach(() => server.close());

const put = (year: number, payload: object) =>
  admin({ method: 'PUT', url: `/api/v1/calendar/${year}`, payload });
const get = async (year: number) =>
  (await server.asReviewer({ url: `/api/v1/calendar/${year}` })).json<CalendarYear>();
const springOf2027 = { holidays: ['2027-02-08', '2027-02-09'], makeUpDays: ['2027-02-06'] };

test('the profiles are given whole, each figure with its source', async () => {
  const answer = await server.asReviewer({ url: '/api/v1/profiles' });
  expect(answer.statusCode).toBe(200);
  const list = answer.json<ProfileList>();
  expect(isOf(ProfileList, list)).toBe(true);
  expect(list.profiles).toHaveLength(6);
});

describe('the holiday calendar', () => {
  test('2026 is shipped; of 2027 nobody entered anything, and only weekends are free', async () => {
    expect(await get(2026)).toMatchObject({ origin: 'shipped', version: 0, changedBy: null });
    expect(await get(2027)).toMatchObject({ origin: 'none', holidays: [], makeUpDays: [] });
    expect(isOf(CalendarYear, await get(2026))).toBe(true);
  });

  test('a bureau admin enters a year, and working days follow it', async () => {
    const answer = await put(2027, { ...springOf2027, version: 0 });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ origin: 'entered', version: 1, changedBy: 'admin' });
    const calendar = await server.context.stores.calendar.whole();
    expect(isWorkingDay('2027-02-08', calendar)).toBe(false);
    expect(isWorkingDay('2027-02-06', calendar)).toBe(true);
    expect(isWorkingDay('2026-02-14', calendar)).toBe(true);
  });

  test('an entered year takes the place of the shipped one', async () => {
    await put(2026, { holidays: ['2026-01-01'], makeUpDays: [], version: 0 });
    const calendar = await server.context.stores.calendar.whole();
    expect(isWorkingDay('2026-10-01', calendar)).toBe(true);
    expect(await get(2026)).toMatchObject({ origin: 'entered', holidays: ['2026-01-01'] });
  });

  test('the journal says who changed what', async () => {
    await put(2027, { ...springOf2027, version: 0 });
    const [entry] = await server.context.stores.journal.after(0, 100, { actions: ['calendar-changed'] });
    expect(entry?.body).toMatchObject({
      by: { kind: 'account', user: 'admin', role: 'bureau-admin' },
      class: null,
      data: { year: 2027, ...springOf2027 },
    });
  });

  test('of two who change the same year the second is told', async () => {
    await put(2027, { ...springOf2027, version: 0 });
    const second = await put(2027, { holidays: [], makeUpDays: [], version: 0 });
    expect(second.statusCode).toBe(409);
    expect(await get(2027)).toMatchObject({ holidays: springOf2027.holidays });
    expect(await server.context.stores.journal.after(0, 9, { actions: ['calendar-changed'] })).toHaveLength(
      1,
    );
  });

  test('a reviewer reads it and may not change it', async () => {
    const payload = { ...springOf2027, version: 0 };
    const answer = await server.asReviewer({ method: 'PUT', url: '/api/v1/calendar/2027', payload });
    expect(answer.statusCode).toBe(403);
  });

  test.each([
    ['a day of another year', { holidays: ['2026-02-08'] }, 'holidays[0]'],
    ['no day at all', { holidays: ['2027-02-30'] }, 'holidays[0]'],
    ['a day twice', { holidays: ['2027-02-08', '2027-02-08'] }, 'holidays[1]'],
    ['a day free and worked', { holidays: ['2027-02-06'], makeUpDays: ['2027-02-06'] }, 'makeUpDays[0]'],
    ['a Monday made up for', { makeUpDays: ['2027-02-08'] }, 'makeUpDays[0]'],
  ])('%s is refused, naming the field', async (_what, days, field) => {
    const answer = await put(2027, { holidays: [], makeUpDays: [], version: 0, ...days });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'invalid_input', field });
    expect(await get(2027)).toMatchObject({ origin: 'none' });
  });

  test('a year that is none has no calendar', async () => {
    expect((await admin({ url: '/api/v1/calendar/1999' })).statusCode).toBe(400);
  });
});
