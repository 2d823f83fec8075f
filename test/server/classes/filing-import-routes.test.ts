import { readXlsx } from 'hucre/xlsx';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { classSheet, tableSheets } from '../../../server/classes/workbook/sheets.ts';
import type { FilingDetail, ImportAnswer } from '../../../sync/contract/filing-review.ts';
import { sampleContent } from '../../helpers/sample-content.ts';
import { type SampleWorkbook, sampleWorkbook, workbookBytes } from '../../helpers/sample-workbook.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let school: ReturnType<TestServer['as']>;
beforeEach(async () => {
  server = await startTestServer();
  await server.addAccount('school', 'organiser', '绥化某培训学校');
  school = server.as('school');
});
afterEach(() => server.close());

const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const send = (payload: Buffer, query = '') =>
  school({
    method: 'POST',
    url: `/api/v1/filings/import${query}`,
    headers: { 'content-type': type },
    payload,
  });
const listed = async () => (await school({ url: '/api/v1/filings' })).json().filings;

async function imported(change: (workbook: SampleWorkbook) => void = () => undefined, query = '') {
  const workbook = sampleWorkbook();
  change(workbook);
  const answer = await send(await workbookBytes(workbook), query);
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
  return answer.json<ImportAnswer>();
}
const drafted = async (...given: Parameters<typeof imported>): Promise<FilingDetail> => {
  const { filing, errors } = await imported(...given);
  if (!filing) throw new Error(JSON.stringify(errors));
  return filing;
};
const move = async (filing: FilingDetail, step: string, more: object = {}) => {
  const asking = step === 'acceptance' ? server.asReviewer : school;
  const url = `/api/v1/filings/${filing.id}/${step}`;
  const answer = await asking({ method: 'POST', url, payload: { version: filing.version, ...more } });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json<FilingDetail>();
};

test('the template has every sheet with its heads, and one example line', async () => {
  const answer = await school({ url: '/api/v1/filings/template.xlsx' });
  expect(answer.headers['content-disposition']).toBe(
    `attachment; filename="filing-template.xlsx"; filename*=UTF-8''${encodeURIComponent('开班备案模板.xlsx')}`,
  );
  const { sheets } = await readXlsx(answer.rawPayload);
  expect(sheets.map(({ name }) => name)).toEqual([
    classSheet.name,
    ...tableSheets.map(({ name }) => name),
    '填写说明',
  ]);
  for (const { name, columns } of tableSheets) {
    const rows = sheets.find((sheet) => sheet.name === name)?.rows ?? [];
    expect(rows[0]?.map((head) => String(head).replace(' *', ''))).toEqual(columns.map(({ head }) => head));
    expect(rows[1]?.[0]).toBe('示例');
  }
});

describe('a filled template', () => {
  test('becomes a draft that can be handed in', async () => {
    const filing = await drafted();
    expect(filing).toMatchObject({
      state: 'draft',
      errors: [],
      trainees: 3,
      periods: 2,
      firstDay: '2026-12-01',
    });
    const done = await move(await move(filing, 'submission'), 'acceptance', { planVersion: null });
    const plan = await server.plan(done.class ?? '');
    expect(plan.people.map(({ name }) => name)).toContain('阿依古丽·买买提');
    expect(plan.periods[0]).not.toHaveProperty('from');
  });

  test('with a wrong number it is a draft that names sheet and line, and is not handed in', async () => {
    const filing = await drafted(({ 人员名册 }) => void 人员名册[3]?.splice(3, 1, '231202199001010032'));
    expect(filing.errors).toMatchObject([
      {
        field: 'people[4].idNumber',
        text: '人员名册 第4行 身份证校验位错误',
        where: { sheet: '人员名册', line: 4 },
      },
    ]);
    await expect(move(filing, 'submission')).rejects.toThrow(/人员名册 第4行 身份证校验位错误/);
    const mended = await drafted(undefined, `?filing=${filing.id}&version=${filing.version}`);
    expect(mended).toMatchObject({ id: filing.id, version: 2, errors: [] });
    expect(await listed()).toHaveLength(1);
  });

  test('with a line that cannot be read nothing is kept', async () => {
    const { filing, errors } = await imported(({ 课程安排 }) => void 课程安排[1]?.splice(1, 1, '明天'));
    expect(filing).toBeNull();
    expect(errors).toMatchObject([{ where: { sheet: '课程安排', line: 2 } }]);
    expect(await listed()).toEqual([]);
  });

  test('a warning of a person names sheet and line', async () => {
    const { warnings } = await drafted(
      ({ 人员名册 }) => void 人员名册[2]?.splice(9, 2, '2020-01-01', '2029-05-31'),
    );
    const old = warnings.find(({ code }) => code === 'contract-too-old');
    expect(old).toMatchObject({ where: { sheet: '人员名册', line: 3 }, source: { kind: 'clause' } });
    expect(old?.text).toMatch(/^人员名册 第3行 /);
  });

  test('photographs of a device stay when the workbook comes again', async () => {
    const headers = { 'content-type': 'image/png' };
    const payload = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
    const { sha256 } = (
      await school({ method: 'POST', url: '/api/v1/filing-photos', headers, payload })
    ).json();
    const filing = await drafted();
    const dossier = filing.content.dossier.map((device) => ({ ...device, photos: [sha256] }));
    const edit = { version: filing.version, content: { ...filing.content, dossier } };
    await school({ method: 'PUT', url: `/api/v1/filings/${filing.id}`, payload: edit });
    const again = await drafted(undefined, `?filing=${filing.id}`);
    expect(again.content.dossier[0]?.photos).toEqual([sha256]);
  });

  test('as a change of a class it keeps the ids of half-days and people', async () => {
    const content = {
      ...sampleContent(),
      periods: sampleContent().periods.map((p) => ({ ...p, day: '2026-11-20' })),
    };
    const first = await school({ method: 'POST', url: '/api/v1/filings', payload: content });
    const done = await move(await move(first.json(), 'submission'), 'acceptance', { planVersion: null });
    const change = await drafted(({ 课程安排 }) => {
      for (const line of 课程安排.slice(1)) line[1] = '2026-11-20';
    }, `?class=${done.class}`);
    expect(change).toMatchObject({ isChange: true, class: done.class });
    expect(change.content.periods.map(({ session }) => session)).toEqual(['ses_am', 'ses_am']);
    expect(change.difference).toMatchObject({ isLate: false, added: [] });
    expect(change.difference?.removed).toHaveLength(1);
  });
});

test('what is no workbook is refused in one sentence, whatever it calls itself', async () => {
  const xls = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)]);
  const answer = await send(xls);
  expect([answer.statusCode, answer.json().message]).toEqual([400, expect.stringMatching(/另存为/)]);
  const large = await send(Buffer.alloc(8 * 1024 * 1024 + 1));
  expect([large.statusCode, large.json().message]).toEqual([413, '请求内容过大。']);
});
