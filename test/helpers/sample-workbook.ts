import type { Cell, CellValue, MergeRange, WriteOptions, WriteSheet } from 'hucre';
import { writeXlsx } from 'hucre/xlsx';
import { rosterSheet, timetableSheet } from '../../server/classes/workbook/sheets.ts';
import { madeIdNumber } from './id-numbers.ts';

type Rows = CellValue[][];

/** A filled template, as rows that a test may change: line 1 is the heads, line 2 the first person or period. */
export interface SampleWorkbook {
  班级信息: Rows;
  课程安排: Rows;
  人员名册: Rows;
  师资: Rows;
  操作人员: Rows;
  设备台账: Rows;
}

interface Extras extends Pick<WriteOptions, 'dateSystem'> {
  readonly merges?: Partial<Record<keyof SampleWorkbook, MergeRange[]>>;
  readonly cells?: Partial<Record<keyof SampleWorkbook, Map<string, Partial<Cell>>>>;
  /** Sheets, or lines of them, that nobody sees. */
  readonly hidden?: Partial<Record<keyof SampleWorkbook, Pick<WriteSheet, 'hidden' | 'rowDefs'>>>;
  /** Further sheets, before the others. */
  readonly first?: readonly WriteSheet[];
}

const heads = (columns: readonly { readonly head: string }[]) => columns.map(({ head }) => head);

/** Three trainees, one teacher, two periods on 2026-12-01, the organiser 绥化某培训学校. */
export function sampleWorkbook(): SampleWorkbook {
  const trainee = (name: string, n: number, sex: string): CellValue[] => [
    ...[n, name, sex, madeIdNumber(n), '转岗职工', '高中', '13800000000', '绥化市北林区', null],
    ...['2026-06-01', '2029-05-31'],
  ];
  const period = (n: number, start: string, end: string): CellValue[] => [
    ...[n, '2026-12-01', n, start, end, '家政服务', '理论', null, '教师乙', null],
  ];
  return {
    班级信息: [
      ['项目', '内容'],
      ['政策', 'suihua-2019-enterprise'],
      ['培训种类', '岗前培训'],
      ['班级名称', '岗前培训班'],
      ['职业(工种)', '家政服务员'],
      ['培训等级', '五级(初级工)'],
      ['培训机构', '绥化某培训学校'],
      ['培训地点', '101'],
      ['每课时分钟', 40],
    ],
    课程安排: [heads(timetableSheet.columns), period(1, '09:00', '09:40'), period(2, '09:50', '10:30')],
    人员名册: [
      heads(rosterSheet.columns),
      trainee('学员丙丙', 1, '男'),
      trainee('𠮷田', 2, '女'),
      trainee('阿依古丽·买买提', 3, '男'),
    ],
    师资: [
      ['姓名', '身份证号', '职称', '单位', '电话'],
      ['教师乙', madeIdNumber(21), '讲师', '绥化某培训学校', '13800000001'],
    ],
    操作人员: [
      ['账号', '姓名', '职务', '电话', '身份证号'],
      ['zhang01', '班主任甲', '班主任', '13800000002', madeIdNumber(31)],
    ],
    设备台账: [
      ['设备编号', '设备名称', '型号', '技术参数'],
      ['dev_kiosk', '考勤终端', 'KQ-1', '1080P 摄像头，光学指纹仪'],
    ],
  };
}

export async function workbookBytes(workbook: Partial<SampleWorkbook>, extras: Extras = {}): Promise<Buffer> {
  const sheets = Object.entries(workbook).map(([name, rows]): WriteSheet => {
    const key = name as keyof SampleWorkbook;
    const [merges, cells] = [extras.merges?.[key], extras.cells?.[key]];
    const unseen = extras.hidden?.[key];
    return { name, rows, ...(merges && { merges }), ...(cells && { cells }), ...unseen };
  });
  const { dateSystem, first = [] } = extras;
  return Buffer.from(await writeXlsx({ sheets: [...first, ...sheets], ...(dateSystem && { dateSystem }) }));
}
