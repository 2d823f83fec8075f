import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findProfile } from '../../../server/policy/profiles.ts';
import { parseAs } from '../../../sync/base/parse.ts';
import { type ClaimFacts, ClaimView } from '../../../sync/contract/claims.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';
import { approveLines, creditLine, withdraw } from '../pull/approve-lines.ts';

const wenzhou = findProfile('wenzhou-2020')!.types.find(({ money }) => money.value === 'wenzhou-project')!;
const filing = sampleFiling([], {
  ...{ profile: 'wenzhou-2020', profileVersion: 1, trainingKind: wenzhou.name },
});
const facts: ClaimFacts = {
  class: { uplifts: ['specific-enterprise'] },
  persons: [],
  confirmed: wenzhou.conditions.map(({ code }) => code),
};

let server: TestServer;
let classId: string;
let persons: readonly string[];
let organiser: ReturnType<TestServer['as']>;
let finance: ReturnType<TestServer['as']>;

beforeEach(async () => {
  server = await startTestServer();
  await server.addAccount('organiser', 'organiser', filing.organiser);
  await server.addAccount('finance', 'finance-reviewer');
  [organiser, finance] = [server.as('organiser'), server.as('finance')];
  classId = (await server.file(filing)).class;
  const { people } = await server.plan(classId);
  persons = people.filter(({ role }) => role === 'trainee').map(({ id }) => id);
  await pass();
});
afterEach(() => server.close());

type As = ReturnType<TestServer['as']>;
const url = (path = '') => `/api/v1/classes/${classId}/claim${path}`;
const view = async () => parseAs(ClaimView, (await organiser({ url: url() })).json(), 'claim');
const post = async (as: As, path: string, payload: object = {}) => {
  const { revision } = await view();
  return as({ method: 'POST', url: url(path), payload: { revision, ...payload } });
};
const save = async (change: Partial<ClaimFacts> = {}) =>
  organiser({
    method: 'PUT',
    url: url(),
    payload: { revision: (await view()).revision, facts: { ...facts, ...change } },
  });
/** So many periods count for each trainee. */
const approve = (periods: number) =>
  approveLines(
    server,
    classId,
    persons.flatMap((person) =>
      Array.from({ length: periods }, (_, i) => creditLine(classId, person, i + 1)),
    ),
  );
const register = (of = persons) =>
  server.context.stores.realNames.setRegistrations(
    classId,
    new Map(of.map((person, i) => [person, `R${i}`])),
    { at: 1, by: 'organiser' },
  );
const pass = () =>
  server.context.stores.realNames.setExams(
    classId,
    new Map(persons.map((person, i) => [person, { passed: true, certificate: `温AP260000${i + 1}` }])),
    { at: 1, by: 'organiser' },
  );
async function submitted(): Promise<void> {
  await approve(8);
  await register();
  await save();
  const answer = await post(organiser, '/submission');
  expect(answer.statusCode, answer.body).toBe(200);
}
async function accepted(): Promise<void> {
  await submitted();
  const { readings } = await view();
  if (readings.length > 0) await post(server.asReviewer, '/reading', { reading: readings[0]?.code });
  expect((await post(server.asReviewer, '/acceptance')).statusCode).toBe(200);
}
const journal = async () =>
  (await server.context.stores.journal.after(0, 500, { class: classId }))
    .map(({ body }) => body)
    .filter(({ action }) => action.startsWith('claim'));

describe('the way of a claim', () => {
  test('from the organiser by the reviewer to the finance department, each step in the journal', async () => {
    expect(await view()).toMatchObject({ state: 'none', claim: null, revision: 0, creditVersion: null });
    await submitted();
    expect(await view()).toMatchObject({ state: 'submitted', creditVersion: 1, totals: { claimed: 2 } });
    expect((await post(server.asReviewer, '/acceptance')).statusCode).toBe(200);
    const granted = await post(finance, '/money', { verdict: 'granted' });
    expect(parseAs(ClaimView, granted.json(), 'claim')).toMatchObject({
      state: 'money-decided',
      // 8 periods × 25 yuan, + 30 %, for two.
      money: { verdict: 'granted', fen: 52_000, by: 'finance', reason: null },
    });
    expect((await journal()).map(({ action, by }) => [action, by.kind === 'account' && by.user])).toEqual([
      ['claim-begun', 'organiser'],
      ['claim-submitted', 'organiser'],
      ['claim-accepted', 'reviewer'],
      ['claim-money-decided', 'finance'],
    ]);
  });

  test('returned with a reason, changed, and handed in again', async () => {
    await submitted();
    await post(server.asReviewer, '/return', { reason: '请补充证书' });
    expect(await view()).toMatchObject({ state: 'returned', reason: '请补充证书' });
    await save({ class: {} });
    await post(organiser, '/submission');
    expect(await view()).toMatchObject({ state: 'submitted', reason: null, totals: { fen: 40_000 } });
  });

  test('a refusal of the money needs a reason, grants nothing, and counts for no repeat', async () => {
    await accepted();
    expect((await post(finance, '/money', { verdict: 'refused' })).json().field).toBe('reason');
    await post(finance, '/money', { verdict: 'refused', reason: '材料不实' });
    expect((await view()).money).toMatchObject({ verdict: 'refused', fen: 0, reason: '材料不实' });
    const numbers = (await server.context.stores.classes.people(classId)).map(({ idNumber }) => idNumber);
    expect(await server.context.stores.claims.claimedBy(numbers, '')).toEqual([]);
  });

  test.each<[string, () => As, string, object]>([
    ['a reviewer', () => server.asReviewer, '/submission', {}],
    ['an organiser', () => organiser, '/acceptance', {}],
    ['an organiser', () => organiser, '/return', { reason: '不能' }],
    ['a reviewer', () => server.asReviewer, '/money', { verdict: 'granted' }],
    ['a finance reviewer', () => finance, '/acceptance', {}],
  ])('%s may not (%#)', async (_who, as, path, payload) => {
    await submitted();
    expect((await post(as(), path, payload)).statusCode).toBe(403);
    expect((await view()).state).toBe('submitted');
  });

  test('steps out of order are refused', async () => {
    await approve(8);
    await save();
    for (const [as, path, payload] of [
      [server.asReviewer, '/acceptance', {}],
      [server.asReviewer, '/return', { reason: '不能' }],
      [finance, '/money', { verdict: 'granted' }],
    ] as const)
      expect((await post(as, path, payload)).statusCode).toBe(409);
    await register();
    await post(organiser, '/submission');
    expect((await save()).statusCode).toBe(409);
  });

  test('two reviewers at once: the second is told', async () => {
    await submitted();
    const payload = { revision: (await view()).revision };
    const answers = await Promise.all([
      server.asReviewer({ method: 'POST', url: url('/acceptance'), payload }),
      server.asReviewer({ method: 'POST', url: url('/return'), payload: { ...payload, reason: '请核对' } }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect((await journal()).filter(({ action }) => /accepted|returned/.test(action))).toHaveLength(1);
  });
});

describe('handing in', () => {
  test('without registration numbers is refused in one sentence (Wenzhou 实名制), and what the page shows says so', async () => {
    await approve(8);
    await register(persons.slice(1));
    await save();
    expect((await view()).refusals.map(({ code }) => code)).toEqual(['not-registered']);
    const answer = await post(organiser, '/submission');
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'conflict']);
    expect(answer.json().message).toMatch(/^1 名学员没有实名制登记号，不能申请补贴（.+）：请先录入登记号/);
    await save({ persons: [{ person: persons[0]!, leftOut: true }] });
    expect((await post(organiser, '/submission')).statusCode).toBe(200);
    expect((await view()).totals.claimed).toBe(1);
  });

  test('waits for approved credit', async () => {
    await register();
    await save();
    expect((await post(organiser, '/submission')).json().message).toBe('学时尚未核定，不能申请补贴。');
  });

  test('freezes what was reckoned: a registration taken away changes it no more', async () => {
    await submitted();
    const { rows, totals } = await view();
    await server.context.stores.realNames.setRegistrations(
      classId,
      new Map(persons.map((person) => [person, null])),
      { at: 1, by: 'organiser' },
    );
    expect(await view()).toMatchObject({
      rows: rows.map(({ money, isRegistered }) => ({ money, isRegistered })),
      totals,
    });
  });

  test.each([
    [[{ person: 'per_none' }], 'facts.persons[0].person'],
    [() => [{ person: persons[0]! }, { person: persons[0]! }], 'facts.persons[1].person'],
  ])('persons %j are refused by their field', async (given, field) => {
    const answer = await save({ persons: typeof given === 'function' ? given() : given });
    expect([answer.statusCode, answer.json().field]).toEqual([400, field]);
  });
});

describe('credit approved anew, or withdrawn, after handing in', () => {
  test.each([
    ['approved anew', () => approve(4)],
    ['withdrawn', () => withdraw(server, classId, 1)],
  ])(
    '%s: told, and not accepted; returned it can be handed in by what counts then',
    async (_name, change) => {
      await submitted();
      await change();
      expect((await view()).stale).toBe(true);
      const answer = await post(server.asReviewer, '/acceptance');
      expect(answer.json().message).toBe('申请提交后学时已重新核定、撤销核定或计算结果有变化，请退回申请。');
      await post(server.asReviewer, '/return', { reason: '学时已重新核定' });
      const { stale, creditVersion } = await view();
      expect([stale, creditVersion]).toEqual([false, _name === 'withdrawn' ? null : 2]);
    },
  );

  test('under a plan that was changed since, nothing is handed in: another threshold or roster may hold now', async () => {
    await approve(8);
    await register();
    await save();
    await server.file({ ...filing, class: classId, room: '202' });
    const answer = await post(organiser, '/submission');
    expect(answer.json().message).toBe('学时核定后备案计划有变更，须按现行计划重新核定后才能申请补贴。');
    expect((await view()).creditVersion).toBeNull();
  });

  test('nor accepted, when it is changed after handing in', async () => {
    await submitted();
    await server.file({ ...filing, class: classId, room: '202' });
    expect((await view()).stale).toBe(true);
    expect((await post(server.asReviewer, '/acceptance')).statusCode).toBe(409);
  });

  describe('credit that would come out differently by now', () => {
    // What the sample's periods come to is another thing once they are over and nobody came.
    const passes = () => server.clock.advanceTo(testStart + 24 * 3_600_000);

    test('is not handed in', async () => {
      await approve(8);
      await register();
      await save();
      passes();
      const answer = await post(organiser, '/submission');
      expect([answer.statusCode, answer.json().message]).toEqual([
        409,
        '学时核定后证据或审核意见有变化，重新计算的结果不同，须撤销核定并重新核定后才能申请补贴。',
      ]);
      expect((await view()).creditVersion).toBeNull();
    });

    test('is told, and not accepted', async () => {
      await submitted();
      passes();
      expect((await view()).stale).toBe(true);
      expect((await post(server.asReviewer, '/acceptance')).statusCode).toBe(409);
    });

    test('nor is money granted by it', async () => {
      await accepted();
      passes();
      expect((await post(finance, '/money', { verdict: 'granted' })).statusCode).toBe(409);
      expect((await post(finance, '/money', { verdict: 'refused', reason: '学时有变化' })).statusCode).toBe(
        200,
      );
    });
  });

  test('nor by an approval that is made to count again in the database', async () => {
    await approve(8);
    await register();
    await save();
    await withdraw(server, classId, 1);
    await server.tamper(`UPDATE credit_approvals SET state = 'approved'`);
    expect((await post(organiser, '/submission')).statusCode).toBe(409);
  });

  test('nor is money granted', async () => {
    await accepted();
    await withdraw(server, classId, 1);
    expect((await post(finance, '/money', { verdict: 'granted' })).statusCode).toBe(409);
  });
});

test('an ambiguous text waits for a reviewer’s choice, which the journal names', async () => {
  // 100 periods × 25 yuan: the cap of 2000 holds, and + 30 % comes before it, or after.
  await approve(100);
  await register();
  await save();
  await post(organiser, '/submission');
  expect((await view()).totals).toMatchObject({ fen: 400_000, mostFen: 520_000 });
  expect((await post(server.asReviewer, '/acceptance')).json().message).toContain('请先选定一种');
  expect((await post(server.asReviewer, '/reading', { reading: 'no-such' })).statusCode).toBe(409);
  await post(server.asReviewer, '/reading', { reading: 'cap-before-uplift' });
  expect((await view()).totals).toMatchObject({ fen: 520_000, mostFen: null });
  expect((await journal()).at(-1)).toMatchObject({
    action: 'claim-reading-chosen',
    data: { reading: 'cap-before-uplift', fen: 520_000 },
  });
  expect((await post(server.asReviewer, '/acceptance')).statusCode).toBe(200);
});

test('a reason with an ID number is refused: the journal keeps it for ever', async () => {
  await submitted();
  const reason = '231299 19900101 0030 的证书不实';
  expect((await post(server.asReviewer, '/return', { reason })).json().field).toBe('reason');
  await post(server.asReviewer, '/acceptance');
  expect((await post(finance, '/money', { verdict: 'refused', reason })).json().field).toBe('reason');
  expect((await view()).state).toBe('accepted');
});

test('more people employed than were trained are refused', async () => {
  const answer = await save({ class: { employed: { people: 3, of: 2 } } });
  expect([answer.statusCode, answer.json().field]).toEqual([400, 'facts.class.employed']);
  expect((await save({ class: { employed: { people: 2, of: 2 } } })).statusCode).toBe(200);
});

test('an accepted claim is seen by the next one of the same people', async () => {
  await accepted();
  classId = (await server.file(filing)).class;
  const [row] = (await view()).rows;
  expect(row?.warnings.map(({ code }) => code)).toContain('same-occupation-and-level');
});
