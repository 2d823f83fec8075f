import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAs } from '../../../sync/base/parse.ts';
import { CreditGrid, PersonCreditDetail } from '../../../sync/contract/credit-review.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import type { TestServer } from '../../helpers/test-server.ts';
import { startTestServer } from '../../helpers/test-server.ts';
import { minute, nine, TaughtClass } from './taught-class.ts';

let server: TestServer;
let taught: TaughtClass;
beforeEach(async () => {
  server = await startTestServer();
  taught = await TaughtClass.file(server);
});
afterEach(() => server.close());

const decision = async (who: number, change: object = {}) => {
  const { rows } = await taught.grid();
  const row = rows[who];
  const persons = [{ person: row?.person, basedOn: row?.digest }];
  return {
    persons,
    periods: [{ day: '2026-11-20', number: 5 }],
    verdict: 'count',
    reason: '对照录像',
    ...change,
  };
};

describe('from kiosk to grid', () => {
  test('held until a reviewer accepts the enrolments; then what was attended counts', async () => {
    await taught.teach();
    expect(await taught.row(0)).toEqual(Array(3).fill('-held enrolment-pending'));
    await taught.accept(0, 1);
    expect(await taught.row(0)).toEqual(['+present', '+present', '+present']);
    expect(await taught.row(1)).toEqual(['+present', '+present', '-absent no-check-in']);
    const grid = parseAs(CreditGrid, await taught.grid(), 'grid');
    expect(
      grid.rows.map(({ totals }) => [totals.counted, totals.total, totals.percent, totals.meets]),
    ).toEqual([
      [3, 3, 100, 'yes'],
      [2, 3, 66, 'no'],
    ]);
    expect(grid.threshold).toMatchObject({ value: 70, source: { kind: 'clause' } });
    expect(grid.enrolments.map(({ role, state }) => `${role} ${state}`)).toEqual([
      'trainee accepted',
      'trainee accepted',
      'teacher accepted',
    ]);
  });

  test('a person’s reasons stand whole: in Chinese, with their records and what they rest on', async () => {
    await taught.teach();
    await taught.accept(0, 1);
    const answer = await server.asReviewer({ url: `${taught.url}/${taught.person(0)}` });
    const detail = parseAs(PersonCreditDetail, answer.json(), 'detail');
    const reasons = detail.credits[0]?.reasons ?? [];
    expect(reasons.map(({ zh }) => zh)).toEqual([
      '签到覆盖本节',
      '签到时间有服务器凭证证明',
      '登记已经审核人员认可',
      '政策不要求本节录像',
      '任课教师到岗',
    ]);
    expect(reasons[0]?.records.map(({ device }) => device)).toEqual([
      taught.kiosk.device,
      taught.kiosk.device,
    ]);
    expect(reasons[3]?.source).toMatchObject({ kind: 'clause', phrase: expect.stringContaining('全程录像') });
    expect((await server.asReviewer({ url: `${taught.url}/per_nobody` })).statusCode).toBe(404);
  });

  test('asked twice, the same bytes', async () => {
    await taught.teach();
    const ask = async () => (await server.asReviewer({ url: taught.url })).body;
    expect(await ask()).toBe(await ask());
  });

  test('of two kiosks one has not spoken since: nobody is absent before it has; one that took no part is not asked', async () => {
    const [second, spare] = [await FakeKiosk.enrol(server), await FakeKiosk.enrol(server)];
    const both = await TaughtClass.file(server, { devices: [second.device, spare.device] });
    const data = {
      person: both.person(1),
      method: 'face',
      samples: 3,
      with: 'synochip',
      quality: 1,
    } as const;
    second.append('enrolment', data, { class: both.id });
    await second.send();
    await both.teach();
    expect((await both.row(1)).at(-1)).toBe('-held no-check-in kiosk-not-heard');
    await second.contact();
    expect((await both.row(1)).at(-1)).toBe('-absent no-check-in');
  });

  test('without the teacher’s check-in: held 教师未签到', async () => {
    taught.enrol(0);
    taught.press(0, 'in', -5);
    taught.press(0, 'out', 91);
    await taught.end();
    await taught.accept(0);
    const { rows, periods } = await taught.grid();
    expect(rows[0]?.cells[0]).toMatchObject({ state: 'held', counts: false });
    expect(periods[0]?.reasons.find(({ weighs }) => weighs === 'holds')?.zh).toBe('教师未签到');
  });

  test('rules.md §8, in two classes at once: one ID number, two kiosks, two classes: both are held', async () => {
    const other = await TaughtClass.file(server);
    taught.enrol(0);
    other.enrol(0);
    for (const one of [taught, other]) {
      one.press('teacher', 'in', -6);
      one.press(0, 'in', -5);
    }
    for (const one of [taught, other]) {
      one.press(0, 'out', 91);
      one.press('teacher', 'out', 92);
    }
    await other.kiosk.send();
    await taught.end();
    await other.kiosk.contact();
    await taught.accept(0);
    await other.accept(0);
    expect((await taught.row(0)).slice(0, 2)).toEqual(Array(2).fill('-held in-two-classes'));
    expect((await other.row(0)).slice(0, 2)).toEqual(Array(2).fill('-held in-two-classes'));
  });

  test('rules.md §8, clock moved: the check-in is kept, and its periods are held', async () => {
    taught.enrol(0);
    taught.press('teacher', 'in', -6);
    taught.kiosk.boot = 'boot-2';
    taught.press(0, 'in', -5);
    await taught.end();
    await taught.accept(0);
    expect((await taught.row(0))[0]).toBe('-held no-check-in check-in-held');
  });
});

describe('decisions', () => {
  test('are entries of the log, change what counts and nothing that was reckoned', async () => {
    await taught.teach();
    await taught.accept(0, 1);
    const before = await taught.grid();
    const answer = await taught.post('/decisions', await decision(1));
    expect(answer.statusCode).toBe(200);
    const after = await taught.grid();
    const cell = (grid: typeof before) => grid.rows[1]?.cells[2];
    expect(cell(after)).toEqual({ ...cell(before), counts: true, decided: 'count' });
    expect(after.rows[1]?.totals).toMatchObject({ counted: 3, meets: 'yes' });
    const [entry] = await server.context.stores.journal.after(0, 10, { actions: ['credit-decided'] });
    expect(entry?.body).toMatchObject({
      by: { kind: 'account', user: 'reviewer' },
      class: taught.id,
      data: {
        verdict: 'count',
        persons: [taught.person(1)],
        periods: [{ number: 5, startAt: nine + 300 * minute }],
      },
    });
  });

  test('two reviewers at once: the second must look again', async () => {
    await taught.teach();
    const same = await decision(1);
    expect((await taught.post('/decisions', same)).statusCode).toBe(200);
    const second = await taught.post('/decisions', { ...same, verdict: 'not-count' });
    expect([second.statusCode, second.json().code]).toEqual([409, 'conflict']);
    expect((await taught.post('/decisions', await decision(1, { verdict: 'none' }))).statusCode).toBe(200);
    expect((await taught.grid()).rows[1]?.cells[2]).toMatchObject({ counts: false, decided: null });
  });

  test('not before a period is over, about nobody else’s trainee, no unknown period, no ID number in the reason', async () => {
    const early = await taught.post('/decisions', await decision(0));
    expect(early.statusCode).toBe(409);
    await taught.teach();
    const change = async (body: object) =>
      (await taught.post('/decisions', await decision(0, body))).statusCode;
    const { rows } = await taught.grid();
    expect(await change({ persons: [{ person: 'per_nobody', basedOn: rows[0]?.digest }] })).toBe(404);
    expect(await change({ periods: [{ day: '2026-11-20', number: 9 }] })).toBe(404);
    expect(await change({ reason: '231299199001010030 没来' })).toBe(400);
  });

  test('an entry that somebody put into the store credits nothing: the class cannot be judged', async () => {
    await taught.teach();
    await taught.post('/decisions', await decision(1, { verdict: 'not-count' }));
    await server.tamper(
      `UPDATE journal SET statement = replace(statement, '"not-count"', '"count"') WHERE action = 'credit-decided'`,
    );
    const answer = await server.asReviewer({ url: taught.url });
    expect([answer.statusCode, answer.json().message]).toEqual([409, expect.stringContaining('操作日志')]);
  });

  test('a refused enrolment needs its reason, and takes the credit away; accepted again it comes back', async () => {
    await taught.teach();
    await taught.accept(0);
    const refuse = { persons: [taught.person(0)], verdict: 'refuse' };
    expect((await taught.post('/enrolments', refuse)).statusCode).toBe(400);
    expect((await taught.post('/enrolments', { ...refuse, reason: '照片不是本人' })).statusCode).toBe(200);
    expect((await taught.row(0))[0]).toBe('-present enrolment-refused');
    await taught.accept(0);
    expect((await taught.row(0))[0]).toBe('+present');
  });

  test('an enrolment that came while the reviewer looked is not accepted unseen', async () => {
    await taught.teach();
    const [line] = (await taught.grid()).enrolments;
    const seen = line?.records.map(({ digest }) => digest) ?? [];
    taught.enrol(0, 'face');
    await taught.kiosk.send();
    const order = { persons: [taught.person(0)], verdict: 'accept', seen };
    expect((await taught.post('/enrolments', order)).statusCode).toBe(409);
    const now = (await taught.grid()).enrolments[0]?.records.map(({ digest }) => digest);
    expect((await taught.post('/enrolments', { ...order, seen: now })).statusCode).toBe(200);
  });

  test('nobody is accepted without an enrolment', async () => {
    const answer = await taught.post('/enrolments', { persons: [taught.person(0)], verdict: 'accept' });
    expect(answer.statusCode).toBe(409);
  });

  test('a leave turns absence into leave, and can be taken back', async () => {
    await taught.teach();
    const leave = { person: taught.person(1), periods: [{ day: '2026-11-20', number: 5 }], reason: '病假' };
    expect((await taught.post('/leaves', leave)).statusCode).toBe(200);
    expect((await taught.row(1))[2]).toBe('-on-leave no-check-in on-leave');
    await taught.post('/leaves', { ...leave, granted: false });
    expect((await taught.row(1))[2]).toBe('-absent no-check-in');
  });
});

test('rules.md §8, plan changed afterwards: after a late change both results are shown', async () => {
  await taught.teach();
  await taught.accept(0, 1);
  const { classes, filings } = server.context.stores;
  const later = { ...taught.plan, version: 2, periods: taught.plan.periods.slice(0, 2) };
  await classes.save(sealStatement('plan', later, server.serverKey), await classes.people(taught.id), null);
  expect((await taught.grid()).beforeVersion).toBe(null);
  const change = {
    class_id: taught.id,
    version: 2,
    before_version: 1,
    is_late: 1,
    filing_id: 'fil_x',
  } as const;
  await filings.addPlanChange({ ...change, first_by: 'reviewer', second_by: 'second', at: nine });
  const { rows, beforeVersion } = await taught.grid();
  expect([beforeVersion, rows[1]?.totals, rows[1]?.before]).toMatchObject([
    1,
    { counted: 2, total: 2, meets: 'yes' },
    { counted: 2, total: 3, percent: 66, meets: 'no' },
  ]);
});
