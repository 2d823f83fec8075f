import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClassFiling } from '../../../sync/contract/class-plan.ts';
import { openStatement } from '../../../sync/evidence/statement.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { idNumbers, sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const post = (payload: object) => server.asReviewer({ method: 'POST', url: '/api/v1/classes', payload });
const filed = async () => (await server.asReviewer({ url: '/api/v1/classes' })).json().classes;
const { people, periods } = sampleFiling([]);

describe('a wrong filing is refused by its field and nothing is saved', () => {
  const personAt = (index: number, change: object) =>
    people.map((person, i) => (i === index ? { ...person, ...change } : person));
  const periodAt = (index: number, change: object) =>
    periods.map((period, i) => (i === index ? { ...period, ...change } : period));
  const start = periods[0]?.startAt ?? 0;

  const cases: [field: string, change: Record<string, unknown>, zh: RegExp][] = [
    [
      'people[3].idNumber',
      { people: personAt(3, { idNumber: '231299199001010040' }) },
      /第4行 身份证校验位错误/,
    ],
    ['people[2].idNumber', { people: personAt(2, { idNumber: idNumbers.admin }) }, /第3行 与第1行/],
    ['people', { people: personAt(0, { role: 'teacher' }) }, /班主任/],
    ['periods[1].endAt', { periods: periodAt(1, { endAt: start }) }, /开始时间/],
    ['periods[0].endAt', { periods: periodAt(0, { endAt: start + 45 * 60_000 }) }, /40 分钟/],
    [
      'periods[1].startAt',
      { periods: periodAt(1, { startAt: start + 600_000, endAt: start + 3_000_000 }) },
      /重叠/,
    ],
    [
      'periods[2].teacherIdNumber',
      { periods: periodAt(2, { teacherIdNumber: '231299199001010057' }) },
      /教师/,
    ],
    ['people[1].id', { people: personAt(1, { id: 'per_of_another' }) }, /编号/],
    ['people[1].name', { people: personAt(1, { name: '' }) }, /./],
    ['people[1].phone', { people: personAt(1, { phone: '1' }) }, /已知字段/],
    ['periodMinutes', { periodMinutes: '40' }, /integer/],
    ['checkIn.lateAfterMinutes', { checkIn: { ...sampleFiling([]).checkIn, lateAfterMinutes: 61 } }, /./],
    ['class', { class: 'cls_none' }, /没有该编号/],
    ['profile', { profile: 'harbin-2019' }, /没有这份政策：harbin-2019。现有：suihua-2019-enterprise、/],
    ['profileVersion', { profileVersion: 9 }, /第9版/],
    ['trainingKind', { trainingKind: '培训' }, /没有培训种类“培训”。现有：岗前培训、/],
    ['periods[1].number', { periods: periodAt(1, { number: 1 }) }, /第2行 与第1行同为 2026-11-20 第1节/],
    ['periods[0].day', { periods: periodAt(0, { day: '2026-11-21' }) }, /与开始时间不符/],
    ['people', { people: people.filter(({ role }) => role !== 'trainee') }, /缺少学员/],
  ];
  test.each(cases)('%s', async (field, change, zh) => {
    const answer = await post({ ...sampleFiling([]), ...change });
    expect(answer.json()).toMatchObject({ field });
    expect(answer.json().message).toMatch(zh);
    expect([400, 404]).toContain(answer.statusCode);
    expect(await filed()).toEqual([]);
  });
});

test('a body that is not JSON', async () => {
  const headers = { 'content-type': 'application/json' };
  const answer = await server.asReviewer({
    method: 'POST',
    url: '/api/v1/classes',
    payload: '{"a":',
    headers,
  });
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_input']);
});

describe('a right filing', () => {
  const planOf = async (kiosk: FakeKiosk) =>
    openStatement('plan', (await kiosk.plans()).json().plans[0], server.serverKey.publicKey)?.body;

  test('becomes a signed plan without whole ID numbers, periods in order of time', async () => {
    const kiosk = await FakeKiosk.enrol(server);
    const filing: ClassFiling = { ...sampleFiling([kiosk.device]), periods: [...periods].reverse() };
    const { class: id, version } = await server.file(filing);
    const plan = await planOf(kiosk);
    expect(plan).toMatchObject({ class: id, version, filedAt: server.clock.now(), devices: [kiosk.device] });
    expect(plan?.people.map(({ role, idLast4 }) => [role, idLast4])).toEqual([
      ['class-admin', '0014'],
      ['teacher', '0022'],
      ['trainee', '0030'],
      ['trainee', '0049'],
    ]);
    expect(plan?.periods.map(({ number }) => number)).toEqual([1, 2, 5]);
    expect(new Set(plan?.periods.map(({ teacher }) => teacher))).toEqual(new Set([plan?.people[1]?.id]));
  });

  test('a later version keeps the ids of people, and a corrected number keeps the given id', async () => {
    const kiosk = await FakeKiosk.enrol(server);
    const { class: id } = await server.file(sampleFiling([kiosk.device]));
    const first = await planOf(kiosk);
    const corrected = people.map((person, index) =>
      index === 3 ? { ...person, id: first?.people[3]?.id, idNumber: '231299199001010057' } : person,
    );
    const later = { ...sampleFiling([kiosk.device]), class: id, people: corrected } as ClassFiling;
    expect(await server.file(later)).toEqual({ class: id, version: 2 });
    const second = await planOf(kiosk);
    expect(second?.people.map((person) => person.id)).toEqual(first?.people.map((person) => person.id));
    expect(second?.people[3]?.idLast4).toBe('0057');
  });

  test('ids of people are new in each class', async () => {
    const kiosk = await FakeKiosk.enrol(server);
    await server.file(sampleFiling([kiosk.device]));
    await server.file(sampleFiling([kiosk.device]));
    const plans = (await kiosk.plans()).json().plans as { body: { people: { id: string }[] } }[];
    const ids = plans.flatMap(({ body }) => body.people.map(({ id }) => id));
    expect(new Set(ids).size).toBe(2 * people.length);
  });
});
