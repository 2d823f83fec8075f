import { readXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { filingWorkbook } from '../../../../server/classes/workbook/filing-workbook.ts';
import { readFilingWorkbook } from '../../../../server/classes/workbook/read-filing.ts';
import type { FilingContent } from '../../../../sync/contract/filing.ts';
import { sessionOf } from '../../../../sync/contract/filing-presets.ts';
import { madeIdNumber } from '../../../helpers/id-numbers.ts';
import { sampleContent } from '../../../helpers/sample-content.ts';
import { sampleWorkbook, workbookBytes } from '../../../helpers/sample-workbook.ts';

/** Everything that a sheet can hold, on the terms that an import presets. */
function wholeContent(change: Partial<FilingContent> = {}): FilingContent {
  const sample = sampleContent();
  const [admin, teacher, ...trainees] = sample.people;
  if (!admin || !teacher) throw new Error('the sample lost its staff');
  const namesake = { ...teacher, idNumber: madeIdNumber(51) };
  return {
    ...sample,
    recording: { theory: true, practice: false, localRetentionHours: 72 },
    people: [
      admin,
      { role: 'class-admin', name: '阿依古丽·买买提', idNumber: madeIdNumber(31) },
      { ...teacher, details: { title: '讲师', unit: '绥化某培训学校', phone: '13800000003' } },
      namesake,
      ...trainees.slice(1),
      {
        ...{ role: 'trainee', name: '𠮷田<&>', idNumber: madeIdNumber(33) },
        details: {
          ...{ category: '残疾人', education: '高中', phone: '138-0000 0004', household: '绥化市北林区' },
          ...{ contractFrom: '2026-06-01', contractTo: '2029-05-31', remark: '=1+1' },
        },
      },
    ],
    periods: sample.periods.map((period, index) => ({
      ...period,
      session: sessionOf(period.day, index < 2 ? 9 * 60 : 14 * 60),
      teacherIdNumber: index === 2 ? namesake.idNumber : teacher.idNumber,
    })),
    operators: [
      { account: 'jia01', name: admin.name, post: '班主任', phone: '13800000001' },
      ...sample.operators,
    ],
    dossier: [
      ...sample.dossier,
      { number: 'SN 0815', name: '监控', model: 'X-1', parameters: '1080P\n8 路', photos: [] },
    ],
    devices: ['dev_a', 'gate-2'],
    ...change,
  };
}

async function readAgain(content: FilingContent): Promise<FilingContent> {
  const read = await readFilingWorkbook(Buffer.from(await filingWorkbook(content)));
  if (read.kind === 'unread') throw new Error(read.errors.map(({ text }) => text).join('\n'));
  const bare = <T extends { from?: unknown }>({ from: _from, ...rest }: T) => rest;
  const { people, periods, dossier } = read.content;
  return {
    ...read.content,
    ...{ people: people.map(bare), periods: periods.map(bare), dossier: dossier.map(bare) },
  };
}

describe('a filing as a workbook', () => {
  test('is the same when it is read again', async () => {
    expect(await readAgain(wholeContent())).toEqual(wholeContent());
  });

  test('without a kiosk, an operator or a level, too', async () => {
    const { level: _level, ...bare } = wholeContent({ devices: [], operators: [], dossier: [] });
    expect(await readAgain(bare)).toEqual(bare);
    // A ledger of kiosks of which none may sign.
    expect(await readAgain(wholeContent({ devices: [] }))).toEqual(wholeContent({ devices: [] }));
  });

  test('five hundred people and two thousand periods, too', async () => {
    const sample = wholeContent();
    const [teacher] = sample.people.filter(({ role }) => role === 'teacher');
    const staff = sample.people.filter(({ role }) => role !== 'trainee');
    const crowd = Array.from({ length: 500 - staff.length }, (_, n) => ({
      ...{ role: 'trainee' as const, name: `学员${n}`, idNumber: madeIdNumber(n, '19910101') },
    }));
    const minuteMs = 60_000;
    const periods = Array.from({ length: 2_000 }, (_, n) => {
      const day = new Date(Date.UTC(2027, 0, 1 + Math.floor(n / 24))).toISOString().slice(0, 10);
      const minutes = (n % 24) * 50;
      const startAt = Date.parse(`${day}T00:00:00+08:00`) + minutes * minuteMs;
      return {
        ...{ number: (n % 24) + 1, session: sessionOf(day, minutes), day, startAt },
        ...{ endAt: startAt + 40 * minuteMs, kind: 'theory' as const, topic: '家政服务' },
        teacherIdNumber: teacher?.idNumber ?? '',
      };
    });
    const content = wholeContent({ people: [...staff, ...crowd], periods });
    expect(await readAgain(content)).toEqual(content);
  });

  test('an empty draft is a workbook that says what is missing', async () => {
    const empty = wholeContent({ title: '', room: '', people: [], periods: [], operators: [], dossier: [] });
    const read = await readFilingWorkbook(Buffer.from(await filingWorkbook(empty)));
    if (read.kind === 'read') throw new Error('it was read');
    expect(read.errors.map(({ text }) => text)).toEqual([
      '班级信息 第4行 缺少“班级名称”',
      '班级信息 第8行 缺少“培训地点”',
    ]);
  });

  test('holds no control character, which Excel would call damage', async () => {
    const { sheets } = await readXlsx(Buffer.from(await filingWorkbook(wholeContent({ room: '10\u00011' }))));
    expect(sheets[0]?.rows[7]?.[1]).toBe('10 1');
  });
});

describe('the kiosks of 班级信息', () => {
  async function read(kiosks: string) {
    const workbook = sampleWorkbook();
    workbook.班级信息.push(['考勤终端', kiosks]);
    return readFilingWorkbook(await workbookBytes(workbook));
  }

  test('stand for those of the ledger', async () => {
    const found = await read('dev_a、dev_b，dev_a\ndev_c');
    expect(found).toMatchObject({ content: { devices: ['dev_a', 'dev_b', 'dev_c'] } });
  });

  test('that are none, or too many, are told by their line', async () => {
    const told = async (kiosks: string) => {
      const found = await read(kiosks);
      return found.kind === 'unread' ? found.errors.map(({ text }) => text) : [];
    };
    expect(await told('dev_a、一号机')).toEqual(['班级信息 第10行 终端编号“一号机”格式不正确']);
    const many = Array.from({ length: 21 }, (_, n) => `dev_${n}`).join(' ');
    expect(await told(many)).toEqual(['班级信息 第10行 最多 20 台终端']);
  });
});
