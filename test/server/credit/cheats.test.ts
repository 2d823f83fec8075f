import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CreditFacts } from '../../../server/credit/facts.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { minute, nine } from '../../helpers/sample-plan.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';
import { creditsOf, honestFacts, press, ref, told, withoutChecks } from './made-facts.ts';
import { practiceFiling, TaughtClass } from './taught-class.ts';

/** The first trainee's periods, with check-ins of their own. */
const withPresses = (...presses: CreditFacts['checkIns']) => {
  const facts = honestFacts();
  const afternoon = facts.checkIns.filter(
    ({ person, session }) => person === 'per_1' && session === 'ses_pm',
  );
  return { ...facts, checkIns: [...withoutChecks(facts, 'per_1'), ...afternoon, ...presses] };
};
const at = (minutes: number, ms = 0) => ({ at: nine + minutes * minute + ms });

describe('at the very instant', () => {
  test.each([
    ['in time', 0, '+ present'],
    ['late', 1, '- late arrived-late'],
  ])('of lateAfterMinutes: %s', (_what, ms, first) => {
    const facts = withPresses(press('per_1', 'in', 5, at(5, ms)), press('per_1', 'out', 91));
    expect(told(facts)[0]).toBe(first);
  });

  test.each([
    ['at its opening', 0, '+ present'],
    ['before it', -1, '- left-early left-early'],
  ])('of the check-out: %s', (_what, ms, second) => {
    const facts = withPresses(press('per_1', 'in', -5), press('per_1', 'out', 80, at(80, ms)));
    expect(told(facts)[1]).toBe(second);
  });
});

describe('check-ins around a period', () => {
  test('a check-out before the check-in, and many of both, prove no more than where somebody was', () => {
    const facts = withPresses(
      press('per_1', 'out', -6),
      press('per_1', 'in', -5),
      press('per_1', 'in', -4),
      press('per_1', 'out', 10),
      press('per_1', 'out', 11),
      press('per_1', 'in', 88),
      press('per_1', 'out', 91),
    );
    expect(told(facts).slice(0, 2)).toEqual(['- left-early left-early', '- late arrived-late']);
  });

  test('only the last one is missing: what it would end is held', () => {
    const facts = withPresses(press('per_1', 'in', -5), press('per_1', 'out', 41), press('per_1', 'in', 49));
    expect(told(facts).slice(0, 2)).toEqual(['+ present', '- held no-check-out']);
  });
});

describe('rules.md §8, a proxy enrols as the ghost and then comes for weeks', () => {
  const proxy = { person: 'per_1', method: 'face' as const };
  const withEnrolment = (enrolment: Partial<CreditFacts['enrolments'][number]> & { at: number }) => {
    const facts = honestFacts();
    return {
      ...facts,
      enrolments: [...facts.enrolments, { ...proxy, isDated: true, record: ref(), ...enrolment }],
    };
  };

  test('also with the kiosk’s clock set back for it: the log’s order says which is the newest', () => {
    const facts = withEnrolment({ at: nine - 400 * 24 * 60 * minute });
    expect(told(facts)).toEqual(Array(4).fill('- held enrolment-pending'));
  });

  test('also at the second kiosk of the class, whatever its clock shows', () => {
    const facts = withEnrolment({ at: nine - 400 * 24 * 60 * minute, record: ref('dev_second') });
    expect(told(facts)).toEqual(Array(4).fill('- held enrolment-pending'));
  });
});

describe('rules.md §8, in two classes at once', () => {
  test('a teacher, too: nobody teaches both', () => {
    const records = [ref('dev_other')];
    const elsewhere = [
      {
        person: 'per_teacher',
        class: 'cls_b',
        startAt: nine + 10 * minute,
        endAt: nine + 30 * minute,
        records,
      },
    ];
    expect(told(honestFacts({ elsewhere }))).toEqual([
      '- held in-two-classes',
      '+ present',
      '+ present',
      '+ present',
    ]);
  });
});

test('rules.md §8, clock moved: a teacher’s check-in whose time is not proven proves no lesson', () => {
  const facts = honestFacts();
  const checkIns = facts.checkIns.map((one) =>
    one.person === 'per_teacher' && one.session === 'ses_am' ? { ...one, timeProven: false } : one,
  );
  expect(told({ ...facts, checkIns })).toEqual([
    '- held time-unproven',
    '- held time-unproven',
    '+ present',
    '+ present',
  ]);
});

test('a leave over a present changes nothing of what was attended', () => {
  const [period] = honestFacts().plan.periods;
  if (!period) throw new Error('no period');
  const { day, number, startAt } = period;
  const leave = { person: 'per_1', granted: true, entry: 9, by: 'admin', at: nine, day, number, startAt };
  expect(creditsOf(honestFacts({ leaves: [leave] }))[0]).toMatchObject({ state: 'present', counts: true });
});

describe('at the server', () => {
  let server: TestServer;
  let taught: TaughtClass;
  beforeEach(async () => {
    server = await startTestServer();
    taught = await TaughtClass.file(server);
  });
  afterEach(() => server.close());

  test('a proxy who was enrolled while the clock was ahead is not overlooked: the held record takes part', async () => {
    for (const who of ['teacher', 0, 1] as const) taught.enrol(who);
    await taught.kiosk.send();
    await taught.accept(0, 1);
    const data = {
      person: taught.person(0),
      method: 'finger',
      samples: 3,
      with: 'synochip',
      quality: 1,
    } as const;
    const ahead = server.clock.now() + 3 * 24 * 60 * minute;
    taught.kiosk.append('enrolment', data, { class: taught.id, wall: ahead });
    // The clock is right again, and the kiosk was started anew.
    taught.kiosk.boot = 'boot-2';
    await taught.kiosk.send();
    await taught.kiosk.contact();
    for (const who of ['teacher', 0, 1] as const) taught.press(who, 'in', -5);
    for (const who of ['teacher', 0, 1] as const) taught.press(who, 'out', 91);
    await taught.end();
    expect((await taught.row(0)).slice(0, 2)).toEqual(Array(2).fill('-held enrolment-pending'));
    expect((await taught.row(1)).slice(0, 2)).toEqual(['+present', '+present']);
    const [line] = (await taught.grid()).enrolments;
    expect([line?.state, line?.records.length]).toEqual(['pending', 2]);
  });

  test('a reason for the log for ever holds no number, however it is written', async () => {
    await taught.teach();
    const { rows } = await taught.grid();
    const persons = [{ person: taught.person(0), basedOn: rows[0]?.digest }];
    const periods = [{ day: '2026-11-20', number: 1 }];
    const order = { persons, periods, verdict: 'count', reason: '231299 19900101 0030 本人在场' };
    expect((await taught.post('/decisions', order)).json().field).toBe('reason');
    await taught.accept(0, 1);
    const { digest } = await taught.grid();
    await taught.post('/approvals', { basedOn: digest });
    const reason = '电话 138 0000 0000 核实有误';
    expect((await taught.post('/approvals/1/withdrawal', { reason })).json().field).toBe('reason');
  });

  describe('an insider takes a word out of the log before an approval', () => {
    const refused = async () => {
      await taught.teach();
      await taught.accept(0, 1);
      const persons = [taught.person(0)];
      await taught.post('/enrolments', { persons, verdict: 'refuse', reason: '照片不是本人' });
    };
    const approve = async () => taught.post('/approvals', { basedOn: (await taught.grid()).digest });

    test.each([
      `UPDATE journal SET class_id = NULL WHERE action = 'enrolment-refused'`,
      `UPDATE journal SET action = 'x' WHERE action = 'enrolment-refused'`,
      `DELETE FROM journal WHERE action = 'enrolment-refused'`,
    ])('%s', async (sql) => {
      await refused();
      await server.asReviewer({ url: '/api/v1/journal' });
      await server.addAccount('second', 'reviewer');
      await server.as('second')({ url: '/api/v1/session' });
      expect(await server.tamper(sql)).toBe(1);
      expect((await taught.row(0))[0]).toBe('+present');
      const answer = await approve();
      expect([answer.statusCode, answer.json().message]).toEqual([
        409,
        '服务器操作日志被改动或缺失，请先从备份恢复。',
      ]);
    });
  });

  test('one reviewer’s wish to undo an approval is not swept away by another who approves anew', async () => {
    await server.addAccount('second', 'reviewer');
    const second = server.as('second');
    await taught.teach();
    await taught.accept(0, 1);
    const approve = async (as = server.asReviewer) =>
      taught.post('/approvals', { basedOn: (await taught.grid()).digest }, as);
    const undo = (as = server.asReviewer) =>
      taught.post('/approvals/1/withdrawal', { reason: '材料有误' }, as);
    expect((await approve()).statusCode).toBe(201);
    expect((await undo()).statusCode).toBe(200);
    expect((await approve(second)).statusCode).toBe(409);
    expect((await taught.grid()).approval).toMatchObject({ version: 1, state: 'withdrawal-asked' });
    expect((await undo(second)).statusCode).toBe(200);
    expect((await approve(second)).statusCode).toBe(201);
  });

  test('an insider makes an earlier plan the one that counts: nothing is approved by it', async () => {
    const { people } = sampleFiling([]);
    const change = { class: taught.id, room: '202', people };
    await server.file({ ...practiceFiling([taught.kiosk.device]), ...change });
    await taught.teach();
    expect(await server.tamper('UPDATE classes SET version = 1')).toBe(1);
    const { digest, planVersion } = await taught.grid();
    expect(planVersion).toBe(1);
    const answer = await taught.post('/approvals', { basedOn: digest });
    expect(answer.json().message).toContain('不是最后接受的版本');
  });

  test('no entry of the log holds a name or an ID number', async () => {
    await taught.teach();
    await taught.accept(0, 1);
    const { digest } = await taught.grid();
    await taught.post('/approvals', { basedOn: digest });
    const entries = JSON.stringify(await server.context.stores.journal.after(0, 500));
    expect(entries).toContain('credit-approved');
    for (const { name, idNumber } of await server.context.stores.classes.people(taught.id)) {
      expect(entries).not.toContain(name);
      expect(entries).not.toContain(idNumber);
    }
  });
});
