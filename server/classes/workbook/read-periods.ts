import type { FilingPeriod, FilingPerson } from '../../../sync/contract/filing.ts';
import { sessionOf } from '../../../sync/contract/filing-presets.ts';
import type { FilingError } from '../../../sync/contract/filing-review.ts';
import type { LineReader } from './line-reader.ts';
import type { OpenedWorkbook } from './open-workbook.ts';
import { readTable } from './read-table.ts';
import { timetableSheet } from './sheets.ts';

const mostPeriods = 2_000;
const minuteMs = 60_000;

/** 课程安排. Teachers are named as they stand in 师资; the periods of a half-day make a session. */
export function readPeriods(
  workbook: OpenedWorkbook,
  people: readonly FilingPerson[],
  errors: FilingError[],
): readonly FilingPeriod[] {
  const teachers = people.filter(({ role }) => role === 'teacher');
  const lines = readTable(workbook, timetableSheet, mostPeriods, errors);
  return lines.flatMap((line) => readPeriod(line, teachers));
}

function readPeriod(line: LineReader, teachers: readonly FilingPerson[]): FilingPeriod[] {
  const day = line.day('日期', true);
  const number = line.whole('节次', { least: 1, most: 24 }, true);
  const start = line.minutes('开始时间', true);
  const end = line.minutes('结束时间', true);
  const topic = line.text('课程内容', { isNeeded: true });
  const kind = line.oneOf('类型', ['理论', '实操'], true);
  const exam = line.oneOf('考核', ['是', '否'], false) === '是';
  const teacherIdNumber = readTeacher(line, teachers);
  if (day === undefined || number === undefined || start === undefined || end === undefined) return [];
  if (topic === undefined || kind === undefined || teacherIdNumber === undefined) return [];
  const midnight = Date.parse(`${day}T00:00:00+08:00`);
  return [
    {
      ...{ number, session: sessionOf(day, start), day },
      startAt: midnight + start * minuteMs,
      endAt: midnight + end * minuteMs,
      kind: kind === '理论' ? 'theory' : 'practice',
      ...(exam && { exam }),
      ...{ topic, teacherIdNumber, from: line.from },
    },
  ];
}

/** By name; by number, too, where two have one name. */
function readTeacher(line: LineReader, teachers: readonly FilingPerson[]): string | undefined {
  const name = line.text('教师', { isNeeded: true });
  const typed = line.idNumber('教师身份证号', false);
  if (name === undefined) return undefined;
  const ofName = teachers.filter((teacher) => teacher.name === name);
  const found = typed === undefined ? ofName : ofName.filter(({ idNumber }) => idNumber === typed);
  if (found.length === 1) return found[0]?.idNumber;
  if (found.length === 0) line.fault('教师', `教师“${name}”不在师资表中`, 'the teacher is not in 师资');
  else
    line.fault('教师身份证号', `师资表中有多名“${name}”，请填写教师身份证号`, 'two teachers have this name');
  return undefined;
}
