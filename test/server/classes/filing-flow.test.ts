import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasRight } from '../../../server/accounts/rights.ts';
import type { FilingContent } from '../../../sync/contract/filing.ts';
import type { FilingDetail } from '../../../sync/contract/filing-review.ts';
import { openStatement } from '../../../sync/evidence/statement.ts';
import { sampleContent } from '../../helpers/sample-content.ts';
import { sampleWorkbook, workbookBytes } from '../../helpers/sample-workbook.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';

const organiserName = '绥化某培训学校';
const hour = 3_600_000;

let server: TestServer;
let sessions: Map<string, ReturnType<TestServer['as']>>;
beforeEach(async () => {
  server = await startTestServer();
  sessions = new Map();
  await server.addAccount('school', 'organiser', organiserName);
  await server.addAccount('other-school', 'organiser', '另一培训学校');
  await server.addAccount('second', 'reviewer');
  await server.addAccount('finance', 'finance-reviewer');
});
afterEach(() => server.close());

async function ask(user: string, method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) {
  const session = sessions.get(user) ?? server.as(user);
  sessions.set(user, session);
  const answer = await session({
    method,
    url: `/api/v1/filings${path}`,
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, body: answer.json() };
}

async function draft(content: FilingContent = sampleContent()): Promise<FilingDetail> {
  const { status, body } = await ask('school', 'POST', '', content);
  expect([status, body.message]).toEqual([201, undefined]);
  return body;
}

async function step(
  user: string,
  { id, version, difference }: FilingDetail,
  name: 'submission' | 'withdrawal' | 'acceptance' | 'return',
): Promise<FilingDetail> {
  const more =
    name === 'return'
      ? { reason: '课程安排不全' }
      : name === 'acceptance'
        ? { planVersion: difference?.beforeVersion ?? null }
        : {};
  const { status, body } = await ask(user, 'POST', `/${id}/${name}`, { version, ...more });
  if (status !== 200) throw new Error(`${status} ${body.message}`);
  return body;
}

const accepted = async (content?: FilingContent) =>
  step('reviewer', await step('school', await draft(content), 'submission'), 'acceptance');

const deeds = async () =>
  (await server.context.stores.journal.after(0, 100))
    .map(({ body }) => body)
    .filter(({ action }) => action.startsWith('filing-'));

describe('from draft to accepted', () => {
  test('the class is signed under its profile version, and belongs to its organiser', async () => {
    const filing = await accepted();
    expect(filing).toMatchObject({ state: 'accepted', decidedBy: 'reviewer', isChange: false });
    const stored = await server.context.stores.classes.find(filing.class ?? '');
    const plan = openStatement('plan', stored, server.serverKey.publicKey)?.body;
    expect(plan).toMatchObject({
      ...{ profile: 'suihua-2019-enterprise', profileVersion: 1, level: '五级(初级工)', version: 1 },
      ...{ devices: ['dev_a'], organiser: organiserName },
    });
    expect(plan?.periods.map(({ exam }) => exam)).toEqual([undefined, undefined, true]);
    expect(JSON.stringify(plan)).not.toContain(sampleContent().people[2]?.idNumber);
    expect(plan).not.toHaveProperty('dossier');
    const wall = (user: string) => server.as(user)({ url: '/api/v1/classes' });
    expect((await wall('school')).json().classes).toHaveLength(1);
    expect((await wall('other-school')).json().classes).toEqual([]);
  });

  test('every step is in the journal, by ids only', async () => {
    const returned = await step('reviewer', await step('school', await draft(), 'submission'), 'return');
    expect(returned).toMatchObject({ state: 'returned', reason: '课程安排不全' });
    const again = await step('school', returned, 'submission');
    await step('school', again, 'withdrawal');
    const entries = await deeds();
    expect(entries.map(({ action, by }) => [action, by.kind === 'account' && by.user])).toEqual([
      ['filing-made', 'school'],
      ['filing-submitted', 'school'],
      ['filing-returned', 'reviewer'],
      ['filing-submitted', 'school'],
      ['filing-withdrawn', 'school'],
    ]);
    const texts = JSON.stringify(entries);
    for (const word of ['学员', '课程安排不全', sampleContent().people[0]?.idNumber])
      expect(texts).not.toContain(word);
  });

  test('a filing with errors is kept as a draft and not handed in', async () => {
    const wrong = sampleContent();
    const people = wrong.people.map((person, index) =>
      index > 1 ? { ...person, idNumber: String(index) } : person,
    );
    const filing = await draft({ ...wrong, people });
    expect(filing.errors.map(({ field }) => field)).toEqual(['people[2].idNumber', 'people[3].idNumber']);
    const { status, body } = await ask('school', 'POST', `/${filing.id}/submission`, { version: 1 });
    expect([status, body.field]).toEqual([400, 'people[2].idNumber']);
    const mended = await ask('school', 'PUT', `/${filing.id}`, { version: 1, content: wrong });
    expect(mended.body).toMatchObject({ errors: [], version: 2, state: 'draft' });
  });

  test('under another organiser’s name it is an error', async () => {
    const filing = await draft({ ...sampleContent(), organiser: '另一培训学校' });
    expect(filing.errors).toMatchObject([{ field: 'organiser', text: `培训机构应为“${organiserName}”` }]);
  });

  test('a reviewer who files on behalf leaves the same entries', async () => {
    const { operators: _operators, dossier: _dossier, ...bare } = sampleContent();
    const people = bare.people.map(({ role, name, idNumber }) => ({ role, name, idNumber }));
    const { class: id } = await server.file({ ...bare, people });
    expect((await deeds()).map(({ action }) => action)).toEqual(['filing-submitted', 'filing-accepted']);
    const listed = (await ask('school', 'GET', '')).body.filings;
    expect(listed).toMatchObject([
      { class: id, state: 'accepted', madeBy: 'reviewer', trainees: 2, periods: 3 },
    ]);
  });
});

describe('who may what', () => {
  test('another organiser finds nothing', async () => {
    const filing = await draft();
    for (const [method, path, payload] of [
      ['GET', '', undefined],
      ['PUT', '', { version: 1, content: sampleContent() }],
      ['POST', '/submission', { version: 1 }],
      ['POST', '/withdrawal', { version: 1 }],
    ] as const) {
      const { status, body } = await ask('other-school', method, `/${filing.id}${path}`, payload);
      expect([status, body.code, path]).toEqual([404, 'not_found', path]);
    }
    expect((await ask('other-school', 'GET', '')).body.filings).toEqual([]);
    expect((await ask('other-school', 'POST', '/import', {})).status).toBe(400);
  });

  test('another organiser cannot file a change of a class', async () => {
    const { class: id } = await accepted();
    const { status } = await ask('other-school', 'POST', '', { ...sampleContent(), class: id ?? '' });
    expect(status).toBe(404);
  });

  test('and a workbook for it is answered as for a class that is not there', async () => {
    const { class: id } = await accepted();
    const payload = await workbookBytes(sampleWorkbook());
    const session = server.as('other-school');
    const answers = await Promise.all(
      [id, 'cls_none'].map((one) =>
        session({ method: 'POST', url: `/api/v1/filings/import?class=${one}`, payload }),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
    expect(answers[0]?.json().message).toBe(answers[1]?.json().message);
  });

  test('organisers do not decide, reviewers do not file', async () => {
    const filing = await step('school', await draft(), 'submission');
    const decision = { version: filing.version, planVersion: null };
    expect((await ask('school', 'POST', `/${filing.id}/acceptance`, decision)).status).toBe(403);
    expect((await ask('reviewer', 'POST', '', sampleContent())).status).toBe(403);
    expect((await server.inject({ url: '/api/v1/filings' })).statusCode).toBe(401);
  });

  test('who neither files nor decides reads no whole ID number', async () => {
    const { id } = await draft();
    expect(hasRight('finance-reviewer', 'decide-filings')).toBe(false);
    const { body } = await ask('finance', 'GET', `/${id}`);
    for (const { idNumber } of sampleContent().people) expect(JSON.stringify(body)).not.toContain(idNumber);
    expect(JSON.stringify((await ask('reviewer', 'GET', `/${id}`)).body)).toContain(
      sampleContent().people[2]?.idNumber,
    );
  });
});

test('who made a filing does not accept it, whatever their role has become', async () => {
  const filing = await step('school', await draft(), 'submission');
  await server.context.stores.accounts.change('school', { role: 'reviewer', organiser_id: null });
  await expect(step('school', filing, 'acceptance')).rejects.toThrow(/409 备案由您填报/);
  expect((await step('second', filing, 'acceptance')).state).toBe('accepted');
});

describe('two at once', () => {
  test('the second reviewer’s decision is a conflict that says what became of it', async () => {
    const filing = await step('school', await draft(), 'submission');
    await step('reviewer', filing, 'return');
    const decision = { version: filing.version, planVersion: null };
    const { status, body } = await ask('second', 'POST', `/${filing.id}/acceptance`, decision);
    expect([status, body.code]).toEqual([409, 'conflict']);
    expect(body.message).toMatch(/已被他人改动.*已退回.*reviewer/);
  });

  test('of decisions at the same moment one is taken', async () => {
    const filing = await step('school', await draft(), 'submission');
    const payload = { version: filing.version, planVersion: null };
    const path = `/${filing.id}/acceptance`;
    const answers = await Promise.all([
      ask('reviewer', 'POST', path, payload),
      ask('second', 'POST', path, payload),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await server.asReviewer({ url: '/api/v1/classes' })).json().classes).toHaveLength(1);
  });

  test('a draft that was edited in another window', async () => {
    const filing = await draft();
    const edit = { version: 1, content: { ...sampleContent(), room: '202' } };
    expect((await ask('school', 'PUT', `/${filing.id}`, edit)).status).toBe(200);
    expect((await ask('school', 'PUT', `/${filing.id}`, edit)).status).toBe(409);
  });
});

describe('changes of a class', () => {
  const change = (classId: string | null, more: Partial<FilingContent>) =>
    draft({ ...sampleContent(), ...more, class: classId ?? '' });
  const without = (index: number) => ({ periods: sampleContent().periods.filter((_, i) => i !== index) });

  test('one in time is accepted by one reviewer, and the difference is shown', async () => {
    const { class: id } = await accepted();
    const filing = await step('school', await change(id, without(2)), 'submission');
    expect(filing.difference).toMatchObject({ beforeVersion: 1, isLate: false, added: [], changed: [] });
    expect(filing.warnings.map(({ code }) => code)).not.toContain('filed-late');
    expect(filing.difference?.removed).toMatchObject([{ day: '2026-11-20', number: 5, exam: true }]);
    const done = await step('reviewer', filing, 'acceptance');
    expect(done).toMatchObject({ state: 'accepted', difference: { isLate: false } });
    expect(await server.context.stores.filings.planChanges(id ?? '')).toEqual([
      { version: 2, beforeVersion: 1, isLate: false },
    ]);
  });

  test('a cancelled period that has begun needs two reviewers, and not the same one twice', async () => {
    const { class: id } = await accepted();
    server.clock.advance(hour);
    const filing = await step('school', await change(id, without(0)), 'submission');
    expect(filing.difference?.isLate).toBe(true);
    const half = await step('reviewer', filing, 'acceptance');
    expect(half).toMatchObject({ state: 'half-accepted', firstBy: 'reviewer' });
    expect((await server.plan(id ?? '')).version).toBe(1);
    await expect(step('reviewer', half, 'acceptance')).rejects.toThrow(/409 您已同意过/);
    const done = await step('second', half, 'acceptance');
    expect(done).toMatchObject({ state: 'accepted', difference: { isLate: true } });
    expect((await server.plan(id ?? '')).periods).toHaveLength(2);
    expect(await server.context.stores.filings.planChanges(id ?? '')).toEqual([
      { version: 2, beforeVersion: 1, isLate: true },
    ]);
    expect((await deeds()).map(({ action }) => action).slice(-2)).toEqual([
      'filing-half-accepted',
      'filing-accepted',
    ]);
  });

  test('filed on behalf, a late one waits for a second reviewer, too', async () => {
    const { class: id } = await accepted();
    server.clock.advance(hour);
    const { operators: _operators, dossier: _dossier, ...bare } = { ...sampleContent(), ...without(0) };
    const people = bare.people.map(({ role, name, idNumber }) => ({ role, name, idNumber }));
    const payload = { ...bare, people, class: id ?? '' };
    const answer = await server.asReviewer({ method: 'POST', url: '/api/v1/classes', payload });
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toMatchObject({ class: id, version: 1, waiting: expect.stringMatching(/^fil_/) });
    const waiting = (await ask('second', 'GET', `/${answer.json().waiting}`)).body as FilingDetail;
    expect((await step('second', waiting, 'acceptance')).state).toBe('accepted');
  });

  test('a plan that moved on since the difference was shown is not overwritten', async () => {
    const { class: id } = await accepted();
    const first = await step('school', await change(id, { room: '201' }), 'submission');
    const second = await step('school', await change(id, { room: '202' }), 'submission');
    await step('reviewer', first, 'acceptance');
    await expect(step('second', second, 'acceptance')).rejects.toThrow(/409 该班次的计划刚被/);
  });

  test('who agreed first agreed to a change of the plan of then: after another change both must agree anew', async () => {
    const { class: id } = await accepted();
    server.clock.advance(hour);
    const filing = await step('school', await change(id, without(0)), 'submission');
    const half = await step('reviewer', filing, 'acceptance');
    server.clock.advance(1_000);
    const other = await step('school', await change(id, { room: '201' }), 'submission');
    await step('reviewer', other, 'acceptance');
    const again = (await ask('second', 'GET', `/${half.id}`)).body as FilingDetail;
    expect(await step('second', again, 'acceptance')).toMatchObject({
      state: 'half-accepted',
      firstBy: 'second',
    });
  });

  test('rules.md §8, ghost trainees: nobody takes the place of who attended', async () => {
    const { class: id } = await accepted();
    const { people } = sampleContent();
    const { people: filed } = await server.plan(id ?? '');
    const ghost = { ...people[2], id: filed[2]?.id, name: '影子' };
    const put = (one: object) =>
      change(id, { people: people.map((person, i) => (i === 2 ? { ...person, ...one } : person)) });
    const swapped = await put({ ...ghost, idNumber: '231299199001010057' });
    expect(swapped.errors).toMatchObject([{ field: 'people[2].id' }]);
    server.clock.advance(hour);
    const renumbered = await put({ id: filed[2]?.id, idNumber: '231299199001010057' });
    expect(renumbered.difference).toMatchObject({
      isLate: true,
      peopleChanged: [{ before: '学员丙丙', after: '学员丙丙', otherNumber: true }],
    });
    const half = await step('reviewer', await step('school', renumbered, 'submission'), 'acceptance');
    expect(half.state).toBe('half-accepted');
  });

  test('people keep their ids', async () => {
    const { class: id } = await accepted();
    const before = (await server.plan(id ?? '')).people.map((person) => person.id);
    await step(
      'reviewer',
      await step('school', await change(id, { room: '201' }), 'submission'),
      'acceptance',
    );
    expect((await server.plan(id ?? '')).people.map((person) => person.id)).toEqual(before);
  });
});

describe('warnings', () => {
  test('against the profile, with the clause', async () => {
    const { warnings } = await draft();
    const ofCode = (code: string) => warnings.find((warning) => warning.code === code);
    expect(ofCode('too-few-periods')?.source).toMatchObject({ kind: 'clause' });
    expect(ofCode('filed-late')?.source).toMatchObject({
      kind: 'clause',
      clause: expect.stringContaining('第'),
    });
    expect(ofCode('device-not-enrolled')?.text).toContain('dev_a');
  });

  test('a training of the same occupation and level before, found by ID number', async () => {
    await accepted({ ...sampleContent(), title: '前一班' });
    const { warnings } = await draft();
    const again = warnings.filter(({ code }) => code === 'same-occupation-and-level');
    expect(again.map(({ field }) => field)).toEqual(['people[2]', 'people[3]']);
    expect(again[0]?.text).toMatch(/^第3行 /);
  });

  test('the same said of many people is said once', async () => {
    const content = sampleContent();
    const { madeIdNumber } = await import('../../helpers/id-numbers.ts');
    const many = Array.from({ length: 12 }, (_, n) => ({
      ...{ role: 'trainee' as const, name: `学员${String.fromCodePoint(0x4e00 + n)}` },
      idNumber: madeIdNumber(500 + n, '19300101'),
    }));
    const { warnings } = await draft({ ...content, people: [...content.people, ...many] });
    expect(warnings.filter(({ code }) => code === 'contract-missing').length).toBeLessThanOrEqual(1);
  });
});

test('what nobody sees in a name is an error', async () => {
  const { people, ...content } = sampleContent();
  for (const mark of ['\u202e', '\u200b', '\u2066', '\n']) {
    const named = people.map((person, i) => (i === 2 ? { ...person, name: `学员${mark}丙` } : person));
    expect((await draft({ ...content, people: named })).errors).toMatchObject([{ field: 'people[2].name' }]);
  }
});

test('one session over several days, which one check-in and one check-out would prove, is an error', async () => {
  const { periods, ...content } = sampleContent();
  const [first] = periods;
  if (!first) throw new Error('no period');
  const day = (n: number) => ({
    ...first,
    day: `2026-11-${20 + n}`,
    startAt: first.startAt + n * 24 * hour,
    endAt: first.endAt + n * 24 * hour,
  });
  const { errors } = await draft({ ...content, periods: [first, day(1), day(2)] });
  expect(errors.map(({ field }) => field)).toEqual(['periods[1].session', 'periods[2].session']);
});

test('rules of check-in that are laxer than ours, few looks and a long time offline are for a reviewer to see', async () => {
  const codes = async (change: Partial<FilingContent>) =>
    (await draft({ ...sampleContent(), ...change })).warnings.map(({ code }) => code);
  const lax = ['check-in-lax', 'few-looks', 'long-offline'];
  expect((await codes({})).filter((code) => lax.includes(code))).toEqual([]);
  const { checkIn } = sampleContent();
  expect(await codes({ checkIn: { ...checkIn, lateAfterMinutes: 39 } })).toContain('check-in-lax');
  expect(await codes({ checkIn: { ...checkIn, checkOutOpensBeforeEndMinutes: 39 } })).toContain(
    'check-in-lax',
  );
  expect(await codes({ sampling: { presencePerHour: 0, photosPerSession: 0 } })).toContain('few-looks');
  expect(await codes({ maxOfflineHours: 2_160 })).toContain('long-offline');
});

test('a draft is dated by the server’s clock', async () => {
  expect((await draft()).changedAt).toBe(testStart);
});
