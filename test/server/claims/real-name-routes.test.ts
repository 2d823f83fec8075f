import { readXlsx } from 'hucre/xlsx';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAs } from '../../../sync/base/parse.ts';
import { RealNameList } from '../../../sync/contract/real-name.ts';
import { idNumbers, sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

const { first, second, teacher } = idNumbers;
const filing = sampleFiling([]);

let server: TestServer;
let classId: string;
let persons: readonly string[];
let organiser: ReturnType<TestServer['as']>;

beforeEach(async () => {
  server = await startTestServer();
  await server.addAccount('organiser', 'organiser', filing.organiser);
  classId = (await server.file(filing)).class;
  const { people } = await server.plan(classId);
  persons = people.filter(({ role }) => role === 'trainee').map(({ id }) => id);
  organiser = server.as('organiser');
});
afterEach(() => server.close());

const url = (path: string) => `/api/v1/classes/${classId}/${path}`;
const list = async () =>
  parseAs(RealNameList, (await organiser({ url: url('real-name') })).json(), 'list').rows;
const post = (path: string, payload: object) => organiser({ method: 'POST', url: url(path), payload });
const put = (path: string, payload: object) => organiser({ method: 'PUT', url: url(path), payload });
const numbers = async () => (await list()).map(({ registration }) => registration?.number ?? null);
const journal = async (action: string) =>
  (await server.context.stores.journal.after(0, 500, { actions: [action] })).map(({ body }) => body);

describe('registration numbers (Suihua 第十一条)', () => {
  test('one is typed, by whom and when is told, and the journal names the person alone', async () => {
    const answer = await put(`people/${persons[0]}/registration`, { number: 'HLJ2026-0001' });
    expect(answer.statusCode).toBe(200);
    const [row] = await list();
    expect(row?.registration).toEqual({ number: 'HLJ2026-0001', at: server.clock.now(), by: 'organiser' });
    const [entry] = await journal('registration-set');
    expect([entry?.class, entry?.data]).toEqual([classId, { person: persons[0] }]);
  });

  test('a roster of them is imported, and what is there already is no change', async () => {
    const text = `身份证号,登记号\n${first},A1\n${second},B2`;
    expect((await post('registrations/import', { text })).json()).toEqual({ changed: 2, unchanged: 0 });
    expect(await numbers()).toEqual(['A1', 'B2']);
    expect((await post('registrations/import', { text })).json()).toEqual({ changed: 0, unchanged: 2 });
    expect(await journal('registration-set')).toHaveLength(2);
  });

  test('one number in another width is not another number', async () => {
    await put(`people/${persons[0]}/registration`, { number: 'HLJ1' });
    expect((await put(`people/${persons[1]}/registration`, { number: 'ＨＬＪ１' })).statusCode).toBe(400);
    expect((await post('registrations/import', { text: `${second},ＨＬＪ１` })).statusCode).toBe(400);
    expect(await numbers()).toEqual(['HLJ1', null]);
  });

  test('an ID number that was edited in the database is registered, exported and claimed for nobody', async () => {
    await server.tamper('UPDATE people SET id_number = ? WHERE id = ?', '231299199001010057', persons[0]);
    const answer = await put(`people/${persons[1]}/registration`, { number: 'A1' });
    expect([answer.statusCode, answer.json().message]).toEqual([
      409,
      '服务器上本班学员的身份证号与已签名的备案计划不符，请从备份恢复。',
    ]);
    expect((await organiser({ url: url('upload-order.xlsx') })).statusCode).toBe(409);
    expect((await organiser({ url: url('claim') })).statusCode).toBe(409);
  });

  test('two people exchange their numbers', async () => {
    await post('registrations/import', { text: `${first},A1\n${second},B2` });
    await post('registrations/import', { text: `${first},B2\n${second},A1` });
    expect(await numbers()).toEqual(['B2', 'A1']);
  });

  test('one is taken away', async () => {
    await put(`people/${persons[0]}/registration`, { number: 'A1' });
    await put(`people/${persons[0]}/registration`, { number: null });
    expect(await numbers()).toEqual([null, null]);
    expect(await journal('registration-removed')).toHaveLength(1);
  });

  test.each([
    [`${first},A1\n${teacher},B2`, '第2行 不是本班学员'],
    [`${first},A1\n${second}`, '第2行 缺少登记号'],
    [`${first},A1\n${second},A1`, '第2行 编号与第1行相同'],
    [`${first},A 1`, '第1行 缺少登记号，或其中有空格、符号'],
  ])('%j changes nothing and names the line', async (text, zh) => {
    const answer = await post('registrations/import', { text });
    expect([answer.statusCode, answer.json().field]).toEqual([400, 'text']);
    expect(answer.json().message).toContain(zh);
    expect(await numbers()).toEqual([null, null]);
  });

  test('a number that another ID number has, in whatever class, is refused; the same person keeps theirs', async () => {
    await put(`people/${persons[0]}/registration`, { number: 'A1' });
    classId = (await server.file(filing)).class;
    const [row1, row2] = await list();
    const other = await put(`people/${row2?.person}/registration`, { number: 'A1' });
    expect([other.statusCode, other.json().message]).toEqual([
      400,
      '没有改动：第1行 该登记号已用于另一身份证号。',
    ]);
    expect((await put(`people/${row1?.person}/registration`, { number: 'A1' })).statusCode).toBe(200);
  });

  test('a teacher, and somebody of another class, is not registered', async () => {
    const { people } = await server.plan(classId);
    for (const id of [people.find(({ role }) => role === 'teacher')?.id, 'per_none'])
      expect((await put(`people/${id}/registration`, { number: 'A1' })).statusCode).toBe(404);
  });

  test('the number stands in no log, and in no journal entry', async () => {
    await server.close();
    const logLines: string[] = [];
    server = await startTestServer({ logLines });
    await server.addAccount('organiser', 'organiser', filing.organiser);
    organiser = server.as('organiser');
    classId = (await server.file(filing)).class;
    await post('registrations/import', { text: `${first},SECRETNUMBER\n${teacher},B2` });
    await post('registrations/import', { text: `${first},SECRETNUMBER` });
    const entries = JSON.stringify(await server.context.stores.journal.after(0, 500));
    for (const text of [logLines.join(''), entries]) {
      expect(text).not.toContain('SECRETNUMBER');
      expect(text).not.toContain(first);
    }
  });
});

test('a reviewer may not write them, and another organiser does not find the class', async () => {
  const payload = { number: 'A1' };
  const request = { method: 'PUT', url: url(`people/${persons[0]}/registration`), payload } as const;
  expect((await server.asReviewer(request)).statusCode).toBe(403);
  await server.addAccount('other', 'organiser', '另一学校');
  expect((await server.as('other')(request)).statusCode).toBe(404);
});

describe('vouchers (county 2023 六: 申请-发券-培训-兑现-核销)', () => {
  const step = (to: string, of = persons) => post('vouchers/steps', { persons: of, to });
  const states = async () => (await list()).map(({ voucher }) => voucher?.state ?? null);

  test('go through their states one by one, each a journal entry', async () => {
    await step('applied');
    await post('vouchers/import', { text: `${first},V1\n${second},V2` });
    await step('trained', persons.slice(0, 1));
    expect(await states()).toEqual(['trained', 'issued']);
    await step('redeemed', persons.slice(0, 1));
    await step('written-off', persons.slice(0, 1));
    expect((await list())[0]?.voucher).toEqual({
      state: 'written-off',
      number: 'V1',
      at: server.clock.now(),
    });
    const steps = (await journal('voucher-step')).map(({ data }) => `${data.from}>${data.to}`);
    expect(steps).toEqual([
      ...['null>applied', 'null>applied', 'applied>issued', 'applied>issued'],
      ...['issued>trained', 'trained>redeemed', 'redeemed>written-off'],
    ]);
  });

  test('none is passed over, for all or for nobody', async () => {
    await step('applied', persons.slice(0, 1));
    const answer = await step('trained');
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'conflict']);
    expect(await states()).toEqual(['applied', null]);
  });

  test('no number, no issue', async () => {
    await step('applied');
    expect((await step('issued')).json().message).toContain('尚未录入电子券号');
  });

  test('a number is given to one person only, and not after the training', async () => {
    await step('applied');
    expect((await post('vouchers/import', { text: `${first},V1\n${second},V1` })).statusCode).toBe(400);
    await post('vouchers/import', { text: `${first},V1\n${second},V2` });
    expect((await post('vouchers/import', { text: `${first},V2` })).json().message).toContain(
      '已用于另一学员',
    );
    await step('trained');
    expect((await post('vouchers/import', { text: `${first},V9` })).json().message).toContain('第1行');
  });

  test('back goes a reviewer, with a reason', async () => {
    await step('applied');
    await post('vouchers/import', { text: `${first},V1` });
    const payload = { persons: persons.slice(0, 1), to: 'applied', reason: '券号录错' };
    const request = { method: 'POST', url: url('vouchers/steps-back'), payload } as const;
    expect((await organiser(request)).statusCode).toBe(403);
    const named = { ...request, payload: { ...payload, reason: `${first} 的券号录错` } };
    expect((await server.asReviewer(named)).json().field).toBe('reason');
    expect((await server.asReviewer(request)).statusCode).toBe(200);
    expect(await states()).toEqual(['applied', 'applied']);
    const [entry] = await journal('voucher-step-back');
    expect(entry?.data).toEqual({ person: persons[0], from: 'issued', to: 'applied', reason: '券号录错' });
    expect((await server.asReviewer(request)).statusCode).toBe(409);
  });
});

describe('exam results', () => {
  const exams = async () => (await list()).map(({ exam }) => exam);

  test('are imported with certificate numbers', async () => {
    const text = `${first},合格,GQPX120026000001\n${second},failed`;
    expect((await post('exams/import', { text })).json()).toEqual({ changed: 2, unchanged: 0 });
    expect(await exams()).toEqual([
      { passed: true, certificate: 'GQPX120026000001' },
      { passed: false, certificate: null },
    ]);
  });

  test('a certificate number is given once, in all classes', async () => {
    await post('exams/import', { text: `${first},合格,GQPX120026000001` });
    classId = (await server.file(filing)).class;
    const answer = await post('exams/import', { text: `${second},合格,GQPX120026000001` });
    expect(answer.json().message).toBe('没有改动：第1行 证书编号已发给另一人。');
  });

  test.each([
    [`${first},不合格,GQPX120026000001`, '考核不合格，不能有证书编号'],
    [`${first},通过`, '成绩应为「合格」或「不合格」'],
    [`${first},合格,GQPX129926000001`, '证书编号'],
    [`${first},合格,JNPX120026000001`, '证书编号'],
  ])('%j is refused', async (text, zh) => {
    const answer = await post('exams/import', { text });
    expect([answer.statusCode, answer.json().message]).toEqual([400, expect.stringContaining(zh)]);
    expect(await exams()).toEqual([null, null]);
  });
});

test('the workbook to upload has the roster’s order and columns, as text, and its export is noted', async () => {
  await post('registrations/import', { text: `${second},B2` });
  const answer = await organiser({ url: url('upload-order.xlsx') });
  expect(answer.statusCode).toBe(200);
  const { sheets } = await readXlsx(answer.rawPayload);
  const [title, heads, ...rows] = sheets[0]?.rows ?? [];
  expect(title?.at(-1)).toBe('系统样式');
  expect(heads?.slice(0, 4)).toEqual(['序号', '姓名', '性别', '身份证号']);
  expect(rows.map((row) => [row[0], row[1], row[2], row[3], row[9] ?? ''])).toEqual([
    ['1', '学员丙丙', '男', first, ''],
    ['2', '学员丁', '女', second, 'B2'],
  ]);
  expect(await journal('upload-order-exported')).toHaveLength(1);
});
