import type { CreditState, MeetsThreshold } from '../../sync/contract/credit.ts';
import type { CreditCell, CreditGrid } from '../../sync/contract/credit-review.ts';
import { isNamed } from './attendance.ts';

export type CreditRow = CreditGrid['rows'][number];
export type GridPeriod = CreditGrid['periods'][number];

/** The symbols of the attendance form (学员考勤表); `held` is written out in the page's language. */
export const creditSymbol: Record<Exclude<CreditState, 'held'>, string> = {
  present: '√',
  late: '△',
  'left-early': '▽',
  'on-leave': '○',
  absent: '×',
  pending: '·',
};
export const creditStates = [...Object.keys(creditSymbol).slice(0, 5), 'held', 'pending'] as CreditState[];

const nothing: CreditCell = {
  state: 'pending',
  counts: false,
  byRule: false,
  minutes: 0,
  codes: [],
  decided: null,
};
/** By the place of the period in the grid. */
export const cellOf = (row: CreditRow, index: number): CreditCell => row.cells[index] ?? nothing;

/** Something of a period holds it for everybody. */
export const isPeriodHeld = ({ reasons }: Pick<GridPeriod, 'reasons'>): boolean =>
  reasons.some(({ weighs }) => weighs === 'holds');

/** Attended, and yet it does not count: an exam, a refused enrolment, a reviewer's word. */
export const isUncounted = ({ state, counts }: CreditCell): boolean => state === 'present' && !counts;

/** Waits for a reviewer. */
export const isOpen = ({ state, decided }: CreditCell): boolean => state === 'held' && decided === null;

export interface CreditFigures {
  readonly meets: Record<MeetsThreshold, number>;
  readonly counted: number;
  readonly open: number;
  readonly pending: number;
  readonly enrolments: number;
}

/** What stands above the grid. */
export function figuresOf({ rows, enrolments }: CreditGrid): CreditFigures {
  const meets = { yes: 0, no: 0, undecided: 0, 'no-threshold': 0 };
  let [counted, open, pending] = [0, 0, 0];
  for (const { totals } of rows) {
    meets[totals.meets] += 1;
    counted += totals.counted;
    open += totals.held;
    pending += totals.pending;
  }
  return {
    meets,
    counted,
    open,
    pending,
    enrolments: enrolments.filter((one) => one.state === 'pending').length,
  };
}

export interface CreditFilter {
  readonly name: string;
  readonly show: 'all' | 'open' | 'not-met';
}

export function filterCredit(rows: readonly CreditRow[], { name, show }: CreditFilter): readonly CreditRow[] {
  return rows.filter(
    (row) =>
      isNamed(row, name) &&
      (show === 'all' || (show === 'open' ? row.totals.held > 0 : row.totals.meets !== 'yes')),
  );
}
