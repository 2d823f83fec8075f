import { writeXlsx } from 'hucre/xlsx';
import type { FilingContent, FilingPeriod, FilingPerson } from '../../../sync/contract/filing.ts';
import { newestProfiles } from '../../policy/profiles.ts';
import { isIdNumber, normaliseIdNumber } from '../id-number.ts';
import { classInformation, notes, table } from './form-sheets.ts';
import {
  devicesSheet,
  noKiosk,
  operatorsSheet,
  rosterSheet,
  type SheetForm,
  teachersSheet,
  timetableSheet,
} from './sheets.ts';

type Line = Readonly<Record<string, string | undefined>>;

/**
 * A filing as the filled template: read again, it is the same but for what no sheet holds (photographs, check-in rules,
 * recording, looks, hours offline) and for periods over midnight, which a sheet cannot tell.
 */
export async function filingWorkbook(content: FilingContent): Promise<Uint8Array> {
  const { people, periods, dossier } = content;
  const ofRole = (role: FilingPerson['role']) => people.filter((person) => person.role === role);
  const nameOf = new Map(ofRole('teacher').map(({ idNumber, name }) => [normaliseIdNumber(idNumber), name]));
  return writeXlsx({
    sheets: [
      classInformation(classContents(content)),
      lines(
        timetableSheet,
        [...periods].sort((a, b) => a.startAt - b.startAt).map((period) => periodLine(period, nameOf)),
      ),
      lines(rosterSheet, ofRole('trainee').map(traineeLine)),
      lines(teachersSheet, ofRole('teacher').map(teacherLine)),
      lines(operatorsSheet, staffLines(content)),
      lines(
        devicesSheet,
        dossier.map(({ number, name, model, parameters }) => ({
          ...{ 设备编号: number, 设备名称: name, 型号: model, 技术参数: parameters },
        })),
      ),
      notes(),
    ],
  });
}

function lines(form: SheetForm, given: readonly Line[]) {
  const cellsOf = (line: Line, index: number) =>
    form.columns.map(({ head }) => (head === '序号' ? String(index + 1) : clean(line[head] ?? '')));
  return table(form, given.map(cellsOf));
}

/** No control characters but ends of line: XML knows none. */
const clean = (text: string): string => text.replaceAll(/[^\P{Cc}\n]/gu, ' ');

function classContents(content: FilingContent): ReadonlyMap<string, string> {
  const { profile, trainingKind, title, occupation, level, organiser, room, periodMinutes, devices } =
    content;
  return new Map([
    ['政策', newestProfiles().find(({ id }) => id === profile)?.title ?? profile],
    ['培训种类', trainingKind],
    ['班级名称', clean(title)],
    ['职业(工种)', clean(occupation)],
    ['培训等级', clean(level ?? '')],
    ['培训机构', clean(organiser)],
    ['培训地点', clean(room)],
    ['每课时分钟', String(periodMinutes)],
    ['考勤终端', devices.join('、') || noKiosk],
  ]);
}

const clockOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(11, 16);

function periodLine(period: FilingPeriod, nameOf: ReadonlyMap<string, string>): Line {
  const { day, number, startAt, endAt, topic, kind, exam, teacherIdNumber } = period;
  return {
    ...{ 日期: day, 节次: String(number), 开始时间: clockOf(startAt), 结束时间: clockOf(endAt) },
    ...{ 课程内容: topic, 类型: kind === 'theory' ? '理论' : '实操', 考核: exam ? '是' : '' },
    ...{ 教师: nameOf.get(normaliseIdNumber(teacherIdNumber)), 教师身份证号: teacherIdNumber },
  };
}

function traineeLine({ name, idNumber, details = {} }: FilingPerson): Line {
  const { category, education, phone, household, remark, contractFrom, contractTo } = details;
  const number = normaliseIdNumber(idNumber);
  const sex = Number(number[16]) % 2 === 1 ? '男' : '女';
  return {
    ...{ 姓名: name, 性别: isIdNumber(number) ? sex : '', 身份证号: idNumber, 人员类别: category },
    ...{ 文化程度: education, 电话: phone, 户籍: household, 备注: remark },
    ...{ 合同起始日: contractFrom, 合同终止日: contractTo },
  };
}

function teacherLine({ name, idNumber, details = {} }: FilingPerson): Line {
  const { title, unit, phone } = details;
  return { 姓名: name, 身份证号: idNumber, 职称: title, 单位: unit, 电话: phone };
}

/** A class admin who works the system, too, stands in one line of 操作人员. */
function staffLines({ people, operators }: FilingContent): Line[] {
  const left = [...operators];
  const admins = people
    .filter(({ role }) => role === 'class-admin')
    .map(({ name, idNumber }) => {
      const at = left.findIndex((one) => one.name === name && one.post.includes('班主任'));
      const [operator] = at < 0 ? [] : left.splice(at, 1);
      return { 职务: '班主任', ...operatorLine(operator), 姓名: name, 身份证号: idNumber };
    });
  return [...admins, ...left.map(operatorLine)];
}

function operatorLine(operator: FilingContent['operators'][number] | undefined): Line {
  if (!operator) return {};
  const { account, name, post, phone } = operator;
  return { 账号: account, 姓名: name, 职务: post, 电话: phone };
}
