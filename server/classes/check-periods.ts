import type { FilingContent, FilingPeriod } from '../../sync/contract/filing.ts';
import type { FilingError } from '../../sync/contract/filing-review.ts';
import { civilDayOf, isCivilDay } from '../policy/civil-day.ts';
import { atRow, problem, rowEn, rowZh } from './filing-problem.ts';
import { normaliseIdNumber } from './id-number.ts';

/** What is wrong with the timetable: lengths, days, numbers, overlaps, teachers. */
export function periodErrors(content: FilingContent): FilingError[] {
  const { periods } = content;
  if (periods.length === 0) return [problem('periods', '缺少课程安排', 'must not be empty')];
  return [
    ...lengthErrors(content),
    ...dayErrors(periods),
    ...numberErrors(periods),
    ...overlapErrors(periods),
    ...sessionErrors(periods),
    ...teacherErrors(content),
  ];
}

function lengthErrors({ periods, periodMinutes }: FilingContent): FilingError[] {
  return periods.flatMap((period, index) => {
    const field = `periods[${index}].endAt`;
    const { startAt, endAt } = period;
    if (endAt <= startAt) {
      return [atRow(field, index, period, '结束时间应晚于开始时间', 'must lie after startAt')];
    }
    if (endAt - startAt === periodMinutes * 60_000) return [];
    const en = `must make the period ${periodMinutes} minutes long`;
    return [atRow(field, index, period, `课时长度应为 ${periodMinutes} 分钟`, en)];
  });
}

/** The day of a period is that of its own beginning, or of the half-day that runs past midnight. */
function dayErrors(periods: readonly FilingPeriod[]): FilingError[] {
  const sessionStart = new Map<string, number>();
  for (const { session, startAt } of periods) {
    sessionStart.set(session, Math.min(startAt, sessionStart.get(session) ?? startAt));
  }
  return periods.flatMap((period, index) => {
    const { day, startAt, session } = period;
    const days = [startAt, sessionStart.get(session) ?? startAt].map(civilDayOf);
    if (isCivilDay(day) && days.includes(day)) return [];
    const zh = `日期 ${day} 与开始时间不符`;
    return [atRow(`periods[${index}].day`, index, period, zh, 'is not the day on which it begins')];
  });
}

function numberErrors(periods: readonly FilingPeriod[]): FilingError[] {
  const first = new Map<string, number>();
  return periods.flatMap((period, index) => {
    const key = `${period.day} ${period.number}`;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, index);
      return [];
    }
    const other = periods[earlier];
    const zh = `与${rowZh(earlier, other?.from)}同为 ${period.day} 第${period.number}节`;
    const en = `has the day and number of ${rowEn(earlier, other?.from)}`;
    return [atRow(`periods[${index}].number`, index, period, zh, en)];
  });
}

function overlapErrors(periods: readonly FilingPeriod[]): FilingError[] {
  const inOrder = [...periods.entries()].sort(([, a], [, b]) => a.startAt - b.startAt);
  return inOrder.flatMap(([index, period], position) => {
    const before = inOrder[position - 1];
    if (!before || period.startAt >= before[1].endAt) return [];
    const [other, { from }] = before;
    const zh = `与${rowZh(other, from)}时间重叠`;
    return [
      atRow(
        `periods[${index}].startAt`,
        index,
        period,
        zh,
        `overlaps periods[${other}], ${rowEn(other, from)}`,
      ),
    ];
  });
}

/** A whole afternoon from noon on. */
const longestSessionHours = 7;

/** One check-in and one check-out prove a half-day, and no more: whole days in one session would be signed for once. */
function sessionErrors(periods: readonly FilingPeriod[]): FilingError[] {
  const startOf = new Map<string, number>();
  for (const { session, startAt } of periods) {
    startOf.set(session, Math.min(startAt, startOf.get(session) ?? startAt));
  }
  return periods.flatMap((period, index) => {
    const { session, startAt, endAt } = period;
    if (endAt - (startOf.get(session) ?? startAt) <= longestSessionHours * 3_600_000) return [];
    const zh = `离本半日课“${session}”的开始超过 ${longestSessionHours} 小时，须另设半日课，分别签到签退`;
    const en = `ends more than ${longestSessionHours} hours after its half-day began: it needs one of its own`;
    return [atRow(`periods[${index}].session`, index, period, zh, en)];
  });
}

function teacherErrors({ people, periods }: FilingContent): FilingError[] {
  const teachers = people.filter((person) => person.role === 'teacher');
  const numbers = new Set(teachers.map((person) => normaliseIdNumber(person.idNumber)));
  return periods.flatMap((period, index) => {
    if (numbers.has(normaliseIdNumber(period.teacherIdNumber))) return [];
    const field = `periods[${index}].teacherIdNumber`;
    const en = 'is not the number of a teacher in people';
    return [atRow(field, index, period, '授课教师不是人员名单中的教师', en)];
  });
}
