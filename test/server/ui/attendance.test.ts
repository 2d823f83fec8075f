import { describe, expect, it } from 'vitest';
import {
  countStatuses,
  daysOf,
  filterRows,
  type GridRow,
  pageOfToday,
  pagesOfDays,
  rateOf,
  sortRows,
  statusSymbol,
} from '../../../server/ui/attendance.ts';
import { AttendanceStatus, type PeriodColumn } from '../../../sync/contract/review.ts';

function period(day: string, session: string, number: number): PeriodColumn {
  return { day, session, number, kind: 'theory', topic: '安全', startAt: number, endAt: number + 1 };
}

const periods = ['2026-11-19', '2026-11-20', '2026-11-21'].flatMap((day) => [
  period(day, `${day}am`, 1),
  period(day, `${day}am`, 2),
  period(day, `${day}pm`, 3),
]);

function row(
  name: string,
  role: GridRow['role'],
  statuses: readonly GridRow['cells'][number]['status'][],
): GridRow {
  const held = statuses.filter((status) => status !== 'pending').length;
  const attended = statuses.filter((status) => status === 'present' || status === 'late').length;
  const cells = statuses.map((status) => ({ status, minutes: 0 }));
  return { person: `psn_${name}`, role, name, maskedIdNumber: '2312**********001X', attended, held, cells };
}

const rows = [
  row('赵敏', 'trainee', ['present', 'absent']),
  row('陈静', 'trainee', ['present', 'late']),
  row('马晓燕', 'teacher', ['present', 'pending']),
];

describe('symbols', () => {
  it('stand for every status, each its own', () => {
    const statuses = AttendanceStatus.anyOf.map((one) => one.const);
    expect(new Set(statuses.map((status) => statusSymbol[status])).size).toBe(statuses.length);
    expect(statusSymbol).toMatchObject({ present: '√', late: '△', 'left-early': '▽', absent: '×' });
  });
});

describe('columns', () => {
  it('are grouped by day and session, and know their place in the row', () => {
    const days = daysOf(periods);
    expect(days.map((day) => [day.day, day.columns])).toEqual([
      ['2026-11-19', 3],
      ['2026-11-20', 3],
      ['2026-11-21', 3],
    ]);
    expect(
      days[1]?.sessions.map((session) => [session.session, session.first, session.periods.length]),
    ).toEqual([
      ['2026-11-20am', 3, 2],
      ['2026-11-20pm', 5, 1],
    ]);
  });

  it('are paged by whole days', () => {
    const sizes = (max: number) => pagesOfDays(daysOf(periods), max).map((page) => page.length);
    expect(sizes(9)).toEqual([3]);
    expect(sizes(8)).toEqual([2, 1]);
    expect(sizes(2)).toEqual([1, 1, 1]);
    expect(pagesOfDays([], 8)).toEqual([]);
  });

  it('open on the page of today, or the last one begun, or the first', () => {
    const pages = pagesOfDays(daysOf(periods), 3);
    expect(pageOfToday(pages, '2026-11-20')).toBe(1);
    expect(pageOfToday(pages, '2026-12-24')).toBe(2);
    expect(pageOfToday(pages, '2026-11-01')).toBe(0);
    expect(pageOfToday([], '2026-11-01')).toBe(0);
  });
});

describe('rows', () => {
  const all = { name: '', role: 'all', status: 'all' } as const;
  const names = (found: readonly GridRow[]) => found.map((one) => one.name);

  it('are filtered by name, the last digits of the ID, role and status', () => {
    expect(names(filterRows(rows, { ...all, name: ' 陈 ' }))).toEqual(['陈静']);
    expect(names(filterRows(rows, { ...all, name: '001X' }))).toHaveLength(3);
    expect(names(filterRows(rows, { ...all, role: 'teacher' }))).toEqual(['马晓燕']);
    expect(names(filterRows(rows, { ...all, status: 'absent' }))).toEqual(['赵敏']);
  });

  it('are sorted by pinyin and by share attended', () => {
    expect(names(sortRows(rows, 'name', false))).toEqual(['陈静', '马晓燕', '赵敏']);
    expect(names(sortRows(rows, 'rate', false))[0]).toBe('赵敏');
    expect(names(sortRows(rows, 'roster', true))).toEqual(names(rows));
  });

  it('count as full while no period is over', () => {
    expect(rateOf({ attended: 0, held: 0 })).toBe(100);
    expect(rateOf({ attended: 7, held: 10 })).toBe(70);
  });

  it('are summed by status', () => {
    expect(countStatuses(rows)).toEqual({ present: 3, late: 1, 'left-early': 0, absent: 1, pending: 1 });
  });
});
