import { writeXlsx } from 'hucre/xlsx';
import type { PersonDetails } from '../../sync/contract/filing.ts';
import type { Context } from '../parts.ts';
import { findTrainees } from './trainees.ts';

/** 人员名册 (rules.md §6), and the two numbers of the real-name system. */
const columns = [
  ...['序号', '姓名', '性别', '身份证号', '人员类别', '文化程度', '电话', '户籍', '备注'],
  ...['实名制登记号', '电子券号'],
];
const widths = [6, 12, 6, 22, 24, 12, 16, 28, 20, 20, 20];

/**
 * The trainees in the order of the roster, as a workbook of text cells to upload to the real-name system. No text
 * shows that system's form: the layout is ours, and says so.
 */
export async function uploadWorkbook(context: Context, classId: string): Promise<Uint8Array> {
  const { plan, trainees } = await findTrainees(context, classId);
  const { realNames } = context.stores;
  const registrations = await realNames.registrations(classId);
  const vouchers = await realNames.vouchers(classId);
  const detailsOf = await realNames.personDetails(classId);
  const rows = trainees.map(({ person, name, idNumber }, index) => [
    String(index + 1),
    ...[name, sexOf(idNumber), idNumber],
    ...fieldsOf(detailsOf.get(idNumber) ?? {}),
    registrations.get(person)?.number ?? '',
    vouchers.get(person)?.number ?? '',
  ]);
  const title = [`人员名册（实名制上传） ${plan.title}`, '', '', '', '', '', '', '', '', '', '系统样式'];
  return writeXlsx({
    sheets: [
      { name: '人员名册', columns: widths.map((width) => ({ width })), rows: [title, columns, ...rows] },
    ],
  });
}

function fieldsOf({ category, education, phone, household, remark }: PersonDetails): string[] {
  return [category, education, phone, household, remark].map((field) => field ?? '');
}

/** By the 17th digit of the number (GB 11643): odd for men. */
const sexOf = (idNumber: string): string => (Number(idNumber[16]) % 2 === 1 ? '男' : '女');
