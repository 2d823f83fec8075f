import type { FilingContent, FilingPerson, PersonDetails } from '../../../sync/contract/filing.ts';
import { personCategories } from '../../../sync/contract/filing-presets.ts';
import type { FilingError } from '../../../sync/contract/filing-review.ts';
import type { LineReader } from './line-reader.ts';
import type { OpenedWorkbook } from './open-workbook.ts';
import { readTable } from './read-table.ts';
import { operatorsSheet, rosterSheet, type SheetForm, teachersSheet } from './sheets.ts';

const mostPeople = 500;
const mostOperators = 50;

export interface ReadPeople {
  readonly people: readonly FilingPerson[];
  readonly operators: FilingContent['operators'];
}

/** 人员名册, 师资 and 操作人员: class admins first, then teachers, then trainees. */
export function readPeople(workbook: OpenedWorkbook, errors: FilingError[]): ReadPeople {
  const linesOf = (form: SheetForm, most: number) => readTable(workbook, form, most, errors);
  const trainees = linesOf(rosterSheet, mostPeople).flatMap(readTrainee);
  const teachers = linesOf(teachersSheet, mostPeople).flatMap(readTeacher);
  const staff = linesOf(operatorsSheet, mostOperators).map(readOperator);
  return {
    people: [...staff.flatMap(({ admin }) => admin ?? []), ...teachers, ...trainees],
    operators: staff.flatMap(({ operator }) => operator ?? []),
  };
}

function readTrainee(line: LineReader): FilingPerson[] {
  const person = readPerson(line, 'trainee', true);
  const sex = line.oneOf('性别', ['男', '女'], false);
  const digit = Number(person?.idNumber[16]);
  if (sex !== undefined && person?.idNumber.length === 18 && (digit % 2 === 1 ? '男' : '女') !== sex) {
    line.fault('性别', '性别与身份证号不符', 'the sex is not that of the ID number');
  }
  const details = withoutEmpty({
    category: line.oneOf('人员类别', personCategories, false),
    education: line.text('文化程度'),
    phone: readPhone(line, false),
    household: line.text('户籍'),
    remark: line.text('备注'),
    contractFrom: line.day('合同起始日', false),
    contractTo: line.day('合同终止日', false),
  });
  return person ? [{ ...person, ...details }] : [];
}

function readTeacher(line: LineReader): FilingPerson[] {
  const person = readPerson(line, 'teacher', true);
  const details = withoutEmpty({
    title: line.text('职称'),
    unit: line.text('单位'),
    phone: readPhone(line, false),
  });
  return person ? [{ ...person, ...details }] : [];
}

/** Who only looks after the class needs no account; who only works the system is not in the plan. */
function readOperator(line: LineReader): {
  readonly admin?: FilingPerson;
  readonly operator?: FilingContent['operators'][number];
} {
  const post = line.text('职务', { isNeeded: true });
  const isAdmin = post?.includes('班主任') === true;
  const admin = isAdmin ? readPerson(line, 'class-admin', true) : undefined;
  const account = line.text('账号');
  if (account === undefined && isAdmin) return admin ? { admin } : {};
  if (account === undefined) line.fault('账号', '缺少“账号”', '账号 is missing');
  const name = isAdmin ? admin?.name : line.text('姓名', { isNeeded: true });
  const phone = readPhone(line, true);
  const isWhole = account !== undefined && name !== undefined && post !== undefined && phone !== undefined;
  return { ...(admin && { admin }), ...(isWhole && { operator: { account, name, post, phone } }) };
}

function readPerson(
  line: LineReader,
  role: FilingPerson['role'],
  isNeeded: boolean,
): FilingPerson | undefined {
  const name = line.text('姓名', { isNeeded });
  const idNumber = line.idNumber('身份证号', isNeeded);
  return name === undefined || idNumber === undefined ? undefined : { role, name, idNumber, from: line.from };
}

function readPhone(line: LineReader, isNeeded: boolean): string | undefined {
  const phone = line.text('电话', { isNeeded })?.normalize('NFKC');
  if (phone === undefined || /^[0-9+][0-9 -]{4,19}$/.test(phone)) return phone;
  line.fault('电话', '“电话”应为数字', '电话 must be digits');
  return undefined;
}

/** Details with something in them, or none. */
function withoutEmpty(details: { [K in keyof PersonDetails]: PersonDetails[K] | undefined }): {
  readonly details?: PersonDetails;
} {
  const filled = Object.entries(details).filter(([, value]) => value !== undefined);
  return filled.length === 0 ? {} : { details: Object.fromEntries(filled) as PersonDetails };
}
