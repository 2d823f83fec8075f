import { invalidField } from '../../sync/base/parse.ts';
import type { ClassFiling } from '../../sync/contract/class-plan.ts';
import { isIdNumber, normaliseIdNumber } from './id-number.ts';

const what = 'filing';

/** Throws `invalid_input`, naming the first field that is wrong for a reason no schema can state. */
export function checkFiling(filing: ClassFiling): void {
  checkPeople(filing.people);
  checkPeriodTimes(filing);
  checkOverlaps(filing.periods);
  checkTeachers(filing);
}

function checkPeople(people: ClassFiling['people']): void {
  const rowOf = new Map<string, number>();
  for (const [index, person] of people.entries()) {
    const field = `people[${index}].idNumber`;
    const number = normaliseIdNumber(person.idNumber);
    if (!isIdNumber(number)) {
      const zh = `第${index + 1}行 身份证校验位错误`;
      throw invalidField(what, field, `(row ${index + 1}) has a wrong check digit`, zh);
    }
    const earlier = rowOf.get(number);
    if (earlier !== undefined) {
      const zh = `第${index + 1}行 与第${earlier}行身份证号相同`;
      throw invalidField(what, field, `(row ${index + 1}) is the same as in row ${earlier}`, zh);
    }
    rowOf.set(number, index + 1);
  }
  if (!people.some((person) => person.role === 'class-admin')) {
    throw invalidField(what, 'people', 'must hold a class-admin', '缺少班主任');
  }
}

function checkPeriodTimes({ periods, periodMinutes }: ClassFiling): void {
  for (const [index, { startAt, endAt }] of periods.entries()) {
    const field = `periods[${index}].endAt`;
    if (endAt <= startAt) throw invalidField(what, field, 'must lie after startAt', '应晚于开始时间');
    if (endAt - startAt !== periodMinutes * 60_000) {
      const zh = `课时长度应为 ${periodMinutes} 分钟`;
      throw invalidField(what, field, `must make the period ${periodMinutes} minutes long`, zh);
    }
  }
}

function checkOverlaps(periods: ClassFiling['periods']): void {
  const inOrder = [...periods.entries()].sort(([, a], [, b]) => a.startAt - b.startAt);
  for (const [position, [index, period]] of inOrder.entries()) {
    const before = inOrder[position - 1];
    if (!before || period.startAt >= before[1].endAt) continue;
    const field = `periods[${index}].startAt`;
    throw invalidField(what, field, `overlaps periods[${before[0]}]`, `与 periods[${before[0]}] 时间重叠`);
  }
}

function checkTeachers({ people, periods }: ClassFiling): void {
  const teachers = people.filter((person) => person.role === 'teacher');
  const numbers = new Set(teachers.map((person) => normaliseIdNumber(person.idNumber)));
  for (const [index, period] of periods.entries()) {
    if (numbers.has(normaliseIdNumber(period.teacherIdNumber))) continue;
    const field = `periods[${index}].teacherIdNumber`;
    throw invalidField(what, field, 'is not the number of a teacher in people', '不是人员名单中的教师');
  }
}
