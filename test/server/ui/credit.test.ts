import { expect, test } from 'vitest';
import {
  cellOf,
  figuresOf,
  filterCredit,
  isOpen,
  isPeriodHeld,
  isUncounted,
} from '../../../server/ui/credit.ts';
import type { CreditTotals } from '../../../sync/contract/credit.ts';
import type { CreditCell, CreditGrid } from '../../../sync/contract/credit-review.ts';

const totals: CreditTotals = { counted: 7, total: 10, held: 0, pending: 0, percent: 70, meets: 'yes' };
const row = (name: string, change: Partial<CreditTotals> = {}) => ({
  ...{ person: name, name, maskedIdNumber: '2312********0030', cells: [], before: null, digest: '0' },
  totals: { ...totals, ...change },
});
const rows = [
  row('张伟'),
  row('王芳', { held: 2, counted: 5, meets: 'undecided' }),
  row('李娜', { meets: 'no' }),
];
const cell: CreditCell = {
  state: 'present',
  counts: true,
  byRule: true,
  minutes: 0,
  codes: [],
  decided: null,
};

test('what stands above the grid', () => {
  const enrolments = (['pending', 'accepted', 'missing'] as const).map((state) => ({
    ...{ person: 'p', state, records: [], decided: null },
  }));
  expect(figuresOf({ rows, enrolments } as unknown as CreditGrid)).toEqual({
    ...{ meets: { yes: 1, no: 1, undecided: 1, 'no-threshold': 0 }, counted: 19, open: 2 },
    ...{ pending: 0, enrolments: 1 },
  });
});

test('rows by name, by what is held, by who has not met the threshold', () => {
  const names = (name: string, show: 'all' | 'open' | 'not-met') =>
    filterCredit(rows, { name, show }).map((one) => one.name);
  expect([names('', 'open'), names('', 'not-met'), names('李', 'all'), names('0030', 'all').length]).toEqual([
    ['王芳'],
    ['王芳', '李娜'],
    ['李娜'],
    3,
  ]);
});

test('a period without a cell is pending', () => {
  const [one] = rows.map((empty) => ({ ...empty, cells: [cell] }));
  expect(one && [cellOf(one, 0), cellOf(one, 1).state]).toEqual([cell, 'pending']);
});

test('attended and not counted is told apart; what a reviewer decided waits no longer', () => {
  expect([isUncounted(cell), isUncounted({ ...cell, counts: false })]).toEqual([false, true]);
  const held = { ...cell, state: 'held' as const, counts: false };
  expect([isOpen(held), isOpen({ ...held, decided: 'not-count' })]).toEqual([true, false]);
  expect(isPeriodHeld({ reasons: [] })).toBe(false);
});
