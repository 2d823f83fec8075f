import type { CellValue } from 'hucre';
import { describe, expect, test } from 'vitest';
import { filingErrors } from '../../../../server/classes/check-filing.ts';
import { readFilingWorkbook } from '../../../../server/classes/workbook/read-filing.ts';
import { filingTemplate } from '../../../../server/classes/workbook/template.ts';
import { parseAs } from '../../../../sync/base/parse.ts';
import { FilingContent } from '../../../../sync/contract/filing.ts';
import { madeIdNumber } from '../../../helpers/id-numbers.ts';
import { type SampleWorkbook, sampleWorkbook, workbookBytes } from '../../../helpers/sample-workbook.ts';

type Extras = Parameters<typeof workbookBytes>[1];

async function contentOf(bytes: Buffer): Promise<FilingContent> {
  const read = await readFilingWorkbook(bytes);
  if (read.kind === 'unread') throw new Error(read.errors.map(({ text }) => text).join('\n'));
  return parseAs(FilingContent, read.content, 'workbook');
}

function put(rows: CellValue[][], line: number, column: number, value: CellValue): void {
  const cells = rows[line];
  if (cells) cells[column] = value;
}

/** What is told of a workbook that was changed so: what could not be read, else what the check finds. */
async function told(change: (workbook: SampleWorkbook) => void, extras?: Extras): Promise<readonly string[]> {
  const workbook = sampleWorkbook();
  change(workbook);
  const read = await readFilingWorkbook(await workbookBytes(workbook, extras));
  const errors = read.kind === 'unread' ? read.errors : filingErrors(read.content);
  return errors.map(({ text }) => text);
}

describe('a filled template', () => {
  test('becomes the content of a filing without errors', async () => {
    const content = await contentOf(await workbookBytes(sampleWorkbook()));
    expect(filingErrors(content)).toEqual([]);
    expect(content.people.map(({ role, name, from }) => [role, name, from?.sheet, from?.line])).toEqual([
      ['class-admin', '班主任甲', '操作人员', 2],
      ['teacher', '教师乙', '师资', 2],
      ['trainee', '学员丙丙', '人员名册', 2],
      ['trainee', '𠮷田', '人员名册', 3],
      ['trainee', '阿依古丽·买买提', '人员名册', 4],
    ]);
    expect(content).toMatchObject({
      ...{ profile: 'suihua-2019-enterprise', level: '五级(初级工)', periodMinutes: 40 },
      ...{ devices: ['dev_kiosk'], recording: { theory: true, practice: false } },
    });
    expect(content.people[2]?.details).toEqual({
      ...{ category: '转岗职工', education: '高中', phone: '13800000000', household: '绥化市北林区' },
      ...{ contractFrom: '2026-06-01', contractTo: '2029-05-31' },
    });
    expect(content.periods[0]).toMatchObject({
      ...{ number: 1, day: '2026-12-01', startAt: Date.parse('2026-12-01T09:00:00+08:00') },
      ...{ endAt: Date.parse('2026-12-01T09:40:00+08:00'), session: 'ses_20261201_am' },
    });
  });

  test('the example line of the empty template is not read: all that is told is missing', async () => {
    const read = await readFilingWorkbook(Buffer.from(await filingTemplate()));
    if (read.kind === 'read') throw new Error('the empty template was read');
    expect(read.errors.map(({ text }) => text)).toContain('班级信息 第2行 缺少“政策”');
    expect(read.errors.every(({ where }) => where?.sheet === '班级信息')).toBe(true);
  });

  test('columns in another order, a title above them, lines left empty', async () => {
    const workbook = sampleWorkbook();
    workbook.师资 = [
      ['师资情况表'],
      [],
      ['电话', '姓名 *', '身份证号'],
      [],
      [null, '教师乙', madeIdNumber(21)],
    ];
    const content = await contentOf(await workbookBytes(workbook));
    expect(content.people[1]).toMatchObject({ name: '教师乙', from: { sheet: '师资', line: 5 } });
  });
});

describe('lines that are wrong are told by sheet and line', () => {
  const cases: [what: string, change: (workbook: SampleWorkbook) => void, zh: string][] = [
    [
      'a wrong check digit',
      ({ 人员名册 }) =>
        put(
          人员名册,
          3,
          3,
          madeIdNumber(3).replace(/.$/, (last) => (last === '1' ? '2' : '1')),
        ),
      '人员名册 第4行 身份证校验位错误',
    ],
    [
      '15 digits as text',
      ({ 人员名册 }) => put(人员名册, 1, 3, '231202900101001'),
      '人员名册 第2行 身份证号为15位旧号码，请填写18位号码',
    ],
    [
      '15 digits as a number',
      ({ 人员名册 }) => put(人员名册, 1, 3, 231202900101001),
      '人员名册 第2行 身份证号为15位旧号码，请填写18位号码',
    ],
    [
      'a number that lost its last digits',
      ({ 人员名册 }) => put(人员名册, 1, 3, Number(madeIdNumber(1).slice(0, 17)) * 10),
      '人员名册 第2行 D2 “身份证号”是数字格式，末尾几位已丢失，请把单元格设为“文本”后重新填写',
    ],
    [
      'a person twice',
      ({ 人员名册 }) => put(人员名册, 3, 3, 人员名册[1]![3]!),
      '人员名册 第4行 与人员名册 第2行身份证号相同',
    ],
    [
      'a name that a conversion broke',
      ({ 人员名册 }) => put(人员名册, 1, 1, '学员?'),
      '人员名册 第2行 姓名含有无法识别的字符',
    ],
    ['another sex', ({ 人员名册 }) => put(人员名册, 1, 2, '女'), '人员名册 第2行 性别与身份证号不符'],
    [
      'an unknown category',
      ({ 人员名册 }) => put(人员名册, 2, 4, '其他'),
      '人员名册 第3行 “人员类别”应为 贫困家庭子女、贫困劳动力、城乡未继续升学初高中毕业生、农村转移就业劳动者、下岗失业人员、转岗职工、退役军人、毕业年度高校毕业生、距刑满释放不足一年的服刑人员、戒毒人员、残疾人 之一',
    ],
    ['no name', ({ 人员名册 }) => put(人员名册, 2, 1, ' '), '人员名册 第3行 缺少“姓名”'],
    [
      'a contract that ends before it begins',
      ({ 人员名册 }) => put(人员名册, 1, 10, '2026-05-31'),
      '人员名册 第2行 合同终止日早于起始日',
    ],
    [
      'a day that is none',
      ({ 课程安排 }) => put(课程安排, 1, 1, '2026-02-30'),
      '课程安排 第2行 B2 “日期”不是有效日期，请写作 2026-11-21',
    ],
    [
      'a day that can be read two ways',
      ({ 课程安排 }) => put(课程安排, 1, 1, '3/4/26'),
      '课程安排 第2行 B2 “日期”不是有效日期，请写作 2026-11-21',
    ],
    [
      'a time that is none',
      ({ 课程安排 }) => put(课程安排, 1, 3, '25:00'),
      '课程安排 第2行 D2 “开始时间”不是有效时间，请写作 09:00',
    ],
    [
      'a period of another length',
      ({ 课程安排 }) => put(课程安排, 1, 4, '09:45'),
      '课程安排 第2行 课时长度应为 40 分钟',
    ],
    [
      'periods that overlap',
      ({ 课程安排 }) =>
        void 课程安排.splice(2, 1, [2, '2026-12-01', 2, '09:30', '10:10', '课', '理论', null, '教师乙']),
      '课程安排 第3行 与课程安排 第2行时间重叠',
    ],
    [
      'a number twice in a day',
      ({ 课程安排 }) => put(课程安排, 2, 2, '第1节'),
      '课程安排 第3行 与课程安排 第2行同为 2026-12-01 第1节',
    ],
    [
      'a teacher who is not in 师资',
      ({ 课程安排 }) => put(课程安排, 1, 8, '教师丁'),
      '课程安排 第2行 教师“教师丁”不在师资表中',
    ],
    [
      'two teachers of one name',
      ({ 师资 }) => void 师资.push(['教师乙', madeIdNumber(22)]),
      '课程安排 第2行 师资表中有多名“教师乙”，请填写教师身份证号',
    ],
    ['no class admin', ({ 操作人员 }) => put(操作人员, 1, 2, '管理员'), '缺少班主任'],
    [
      'a class admin without a number',
      ({ 操作人员 }) => put(操作人员, 1, 4, null),
      '操作人员 第2行 缺少“身份证号”',
    ],
    [
      'an unknown policy',
      ({ 班级信息 }) => put(班级信息, 1, 1, '哈尔滨2019'),
      '班级信息 第2行 没有政策“哈尔滨2019”。现有：',
    ],
    [
      'an unknown type of training',
      ({ 班级信息 }) => put(班级信息, 2, 1, '培训'),
      '班级信息 第3行 该政策没有培训种类“培训”。现有：岗前培训',
    ],
  ];
  test.each(cases)('%s', async (_what, change, zh) => {
    const texts = await told(change);
    expect(texts.filter((text) => text.startsWith(zh))).toHaveLength(1);
  });

  test('every wrong line is told, not only the first', async () => {
    const texts = await told(({ 人员名册 }) => {
      for (const [index, line] of 人员名册.slice(1).entries()) line[3] = String(index);
    });
    expect(texts.map((text) => text.slice(0, 8))).toEqual([
      '人员名册 第2行',
      '人员名册 第3行',
      '人员名册 第4行',
    ]);
  });
});

test('a wrong number is told beside what could not be read', async () => {
  const texts = await told(({ 课程安排, 人员名册 }) => {
    put(课程安排, 1, 1, '明天');
    put(人员名册, 2, 3, '231202900101001');
  });
  expect(texts).toEqual([
    '课程安排 第2行 B2 “日期”不是有效日期，请写作 2026-11-21',
    '人员名册 第3行 身份证号为15位旧号码，请填写18位号码',
  ]);
});

describe('what is right in another spelling', () => {
  const firstDay = async (value: string | number | Date, extras?: Extras) => {
    const workbook = sampleWorkbook();
    for (const line of workbook.课程安排.slice(1)) line[1] = value;
    return (await contentOf(await workbookBytes(workbook, extras))).periods[0]?.day;
  };

  test.each(['2026/12/1', '2026.12.01', '2026年12月1日', '20261201', '２０２６－１２－０１'])(
    'the day %s',
    async (text) => expect(await firstDay(text)).toBe('2026-12-01'),
  );

  test('a day of Excel, and the same as a bare number', async () => {
    expect(await firstDay(new Date('2026-12-01T00:00:00Z'))).toBe('2026-12-01');
    expect(await firstDay(46_357)).toBe('2026-12-01');
  });

  test('the same in the date system of 1904', async () => {
    const extras = { dateSystem: '1904' } as const;
    expect(await firstDay(new Date('2026-12-01T00:00:00Z'), extras)).toBe('2026-12-01');
    expect(await firstDay(46_357 - 1_462, extras)).toBe('2026-12-01');
  });

  test('times of Excel, full-width digits, and a small x', async () => {
    const workbook = sampleWorkbook();
    workbook.课程安排[1]![3] = 0.375;
    workbook.课程安排[1]![4] = '９：４０';
    const x =
      Array.from({ length: 40 }, (_, n) => madeIdNumber(100 + n)).find((id) => id.endsWith('X')) ?? '';
    const wide = [...x.toLowerCase()]
      .map((sign) => String.fromCodePoint(sign.charCodeAt(0) + 0xfee0))
      .join('');
    workbook.人员名册[1]![3] = `${wide.slice(0, 6)} ${wide.slice(6)}`;
    workbook.人员名册[1]![2] = null;
    const content = await contentOf(await workbookBytes(workbook));
    expect(filingErrors(content)).toEqual([]);
    expect(content.people[2]?.idNumber).toBe(x);
    expect(content.periods[0]?.endAt).toBe(Date.parse('2026-12-01T09:40:00+08:00'));
  });

  test('the result that Excel kept of a formula', async () => {
    const workbook = sampleWorkbook();
    const formula = { formula: 'CONCATENATE("学员","丙")', formulaResult: '学员丙', value: '学员丙' };
    const cells = { 人员名册: new Map([['1,1', { ...formula, type: 'formula' as const }]]) };
    expect((await contentOf(await workbookBytes(workbook, { cells }))).people[2]?.name).toBe('学员丙');
  });
});

test('a formula without a result is named by its cell', async () => {
  const cells = { 人员名册: new Map([['1,1', { formula: 'A1', type: 'formula' as const, value: null }]]) };
  const texts = await told(({ 人员名册 }) => put(人员名册, 1, 1, null), { cells });
  expect(texts).toEqual(['人员名册 第2行 B2 “姓名”的公式没有结果，请改为数值（复制 → 选择性粘贴 → 数值）']);
});

test('merged cells among the lines', async () => {
  const merges = { 人员名册: [{ startRow: 1, startCol: 7, endRow: 3, endCol: 7 }] };
  expect(await told(() => undefined, { merges })).toContain(
    '人员名册 有合并单元格：H2:H4，请取消合并后逐行填写',
  );
});

describe('what nobody sees in a workbook is not read unseen', () => {
  test('a hidden line among the people', async () => {
    const hidden = { 人员名册: { rowDefs: new Map([[2, { hidden: true }]]) } };
    const texts = await told(() => undefined, { hidden });
    expect(texts[0]).toBe('人员名册 有隐藏的行：第 3 行，请取消隐藏（或清除筛选）后核对');
  });

  test('hidden lines with nothing in them do no harm', async () => {
    const hidden = { 人员名册: { rowDefs: new Map([[40, { hidden: true }]]) } };
    expect(await told(() => undefined, { hidden })).toEqual([]);
  });

  test('a hidden sheet, and one behind another of its name', async () => {
    const texts = await told(() => undefined, { hidden: { 人员名册: { hidden: true } } });
    expect(texts).toContain('人员名册 工作表被隐藏，请取消隐藏后核对');
    const first = [{ name: '人员名册 ', rows: sampleWorkbook().人员名册, hidden: true }];
    expect(await told(() => undefined, { first })).toContain('人员名册 同名工作表有两张，请只留一张');
  });
});

test('formulas, apostrophes and line feeds in a name stay what they are, or are an error', async () => {
  const of = (name: string) => told(({ 人员名册 }) => put(人员名册, 1, 1, name));
  expect(await of('张\n三')).toEqual(['人员名册 第2行 姓名含有无法识别的字符']);
  expect(await of('张\u202e三')).toEqual(['人员名册 第2行 姓名含有无法识别的字符']);
  const workbook = sampleWorkbook();
  put(workbook.人员名册, 1, 1, '=HYPERLINK("x")');
  expect((await contentOf(await workbookBytes(workbook))).people[2]?.name).toBe('=HYPERLINK("x")');
});

test('a merged title above the heads does no harm', async () => {
  const merges = { 人员名册: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 8 }] };
  expect(await told(({ 人员名册 }) => void 人员名册.unshift(['培训人员名册']), { merges })).toEqual([]);
});

test('a sheet that is not there, and a column that is not', async () => {
  const { 师资: _gone, ...rest } = sampleWorkbook();
  rest.人员名册[0]![3] = '证件';
  const read = await readFilingWorkbook(await workbookBytes(rest));
  const texts = read.kind === 'unread' ? read.errors.map(({ text }) => text) : [];
  expect(texts).toContain('师资 工作表不存在，请用模板填写');
  expect(texts).toContain('人员名册 缺少列：身份证号');
});

describe('too much', () => {
  const people = (count: number) => (workbook: SampleWorkbook) => {
    const [head = [], line = []] = workbook.人员名册;
    workbook.人员名册 = [head, ...Array.from({ length: count }, () => [...line])];
  };

  test('5,000 people are told, in good time', async () => {
    const bytes = await (async () => {
      const workbook = sampleWorkbook();
      people(5_000)(workbook);
      return workbookBytes(workbook);
    })();
    const began = performance.now();
    const read = await readFilingWorkbook(bytes);
    expect(performance.now() - began).toBeLessThan(5_000);
    const texts = read.kind === 'unread' ? read.errors.map(({ text }) => text) : [];
    expect(texts).toContain('人员名册 有 5000 行，最多 500 行');
  });

  test('2,001 periods', async () => {
    const texts = await told((workbook) => {
      const [head = [], line = []] = workbook.课程安排;
      workbook.课程安排 = [head, ...Array.from({ length: 2_001 }, () => [...line])];
    });
    expect(texts).toContain('课程安排 有 2001 行，最多 2000 行');
  });

  test('more mistakes than anybody reads are counted', async () => {
    const texts = await told((workbook) => {
      people(400)(workbook);
      for (const line of workbook.人员名册.slice(1)) line[1] = null;
    });
    expect(texts).toHaveLength(201);
    expect(texts.at(-1)).toBe('另有 200 处错误未列出');
  });
});
