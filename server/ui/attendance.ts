import type { AttendanceGrid, AttendanceStatus, PeriodColumn } from '../../sync/contract/review.ts';

export type GridRow = AttendanceGrid['rows'][number];
type RowRole = GridRow['role'];

/** The symbols of the attendance form (学员考勤表). */
export const statusSymbol: Record<AttendanceStatus, string> = {
  present: '√',
  late: '△',
  'left-early': '▽',
  absent: '×',
  pending: '·',
};

export const statuses = Object.keys(statusSymbol) as readonly AttendanceStatus[];

/** The columns of one day that share a session, with the place of the first in `cells`. */
interface SessionColumns {
  readonly session: string;
  readonly day: string;
  readonly first: number;
  readonly periods: readonly PeriodColumn[];
}

export interface DayColumns {
  readonly day: string;
  readonly sessions: readonly SessionColumns[];
  readonly columns: number;
}

/** Periods (in the order of the grid) grouped by day and session. */
export function daysOf(periods: readonly PeriodColumn[]): readonly DayColumns[] {
  const sessions: SessionColumns[] = runsOf(periods, (period) => `${period.day} ${period.session}`).map(
    ({ first, items }) => ({ session: items[0].session, day: items[0].day, first, periods: items }),
  );
  return runsOf(sessions, (session) => session.day).map(({ items }) => ({
    day: items[0].day,
    sessions: items,
    columns: items.reduce((sum, session) => sum + session.periods.length, 0),
  }));
}

type NonEmpty<T> = [T, ...T[]];

/** Neighbours with the same key, and the index of the first of them. */
function runsOf<T>(items: readonly T[], keyOf: (item: T) => string): { first: number; items: NonEmpty<T> }[] {
  const runs: { key: string; first: number; items: NonEmpty<T> }[] = [];
  items.forEach((item, index) => {
    const last = runs.at(-1);
    if (last?.key === keyOf(item)) last.items.push(item);
    else runs.push({ key: keyOf(item), first: index, items: [item] });
  });
  return runs;
}

/** Whole days packed into pages of at most `maxColumns` columns; a day that is wider alone gets its own page. */
export function pagesOfDays(
  days: readonly DayColumns[],
  maxColumns: number,
): readonly (readonly DayColumns[])[] {
  const pages: DayColumns[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const day of days) {
    if (used + day.columns > maxColumns) {
      pages.push([]);
      used = 0;
    }
    pages.at(-1)?.push(day);
    used += day.columns;
  }
  return pages;
}

/** The page that holds `today`, else the last one that has begun, else the first. */
export function pageOfToday(pages: readonly (readonly DayColumns[])[], today: string): number {
  const begun = pages.findLastIndex((page) => page.some((day) => day.day <= today));
  return Math.max(0, begun);
}

export interface RowFilter {
  readonly name: string;
  readonly role: RowRole | 'all';
  /** Rows with at least one period of this status. */
  readonly status: AttendanceStatus | 'all';
}

/** By part of the name or the end of the ID number; nothing typed is anybody. */
export function isNamed(row: Pick<GridRow, 'name' | 'maskedIdNumber'>, typed: string): boolean {
  const wanted = typed.trim();
  return row.name.includes(wanted) || row.maskedIdNumber.endsWith(wanted);
}

export function filterRows(rows: readonly GridRow[], filter: RowFilter): readonly GridRow[] {
  return rows.filter(
    (row) =>
      (filter.role === 'all' || row.role === filter.role) &&
      isNamed(row, filter.name) &&
      (filter.status === 'all' || row.cells.some((cell) => cell.status === filter.status)),
  );
}

export type RowSort = 'roster' | 'name' | 'rate';

const byPinyin = new Intl.Collator('zh-CN');

export function sortRows(rows: readonly GridRow[], sort: RowSort, descending: boolean): readonly GridRow[] {
  const sign = descending ? -1 : 1;
  if (sort === 'roster') return rows;
  if (sort === 'name') return rows.toSorted((a, b) => sign * byPinyin.compare(a.name, b.name));
  return rows.toSorted((a, b) => sign * (rateOf(a) - rateOf(b)));
}

/** Attended share of the periods that are over, 0 to 100; counts as full while none is over. */
export const rateOf = (row: Pick<GridRow, 'attended' | 'held'>): number =>
  row.held === 0 ? 100 : (row.attended / row.held) * 100;

export function countStatuses(rows: readonly GridRow[]): Record<AttendanceStatus, number> {
  const counts: Record<AttendanceStatus, number> = {
    present: 0,
    late: 0,
    'left-early': 0,
    absent: 0,
    pending: 0,
  };
  for (const row of rows) for (const cell of row.cells) counts[cell.status] += 1;
  return counts;
}
