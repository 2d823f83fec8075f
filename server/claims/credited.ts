import type { CreditLine } from '../../sync/contract/credit.ts';
import { groupBy } from '../group-by.ts';

/** What approved credit says of one person; exams are no part of it. */
export interface Credited {
  readonly counted: number;
  readonly total: number;
  /** Days on which at least one period counts. */
  readonly countedDays: number;
}

export interface CreditedClass {
  readonly byPerson: ReadonlyMap<string, Credited>;
  readonly classPeriods: number;
  readonly classDays: number;
}

/** Sums the lines of an approval (rules.md §4.3). */
export function creditedClass(lines: readonly CreditLine[]): CreditedClass {
  const lessons = lines.filter(({ period }) => !period.exam);
  const byPerson = new Map<string, Credited>();
  for (const [person, own] of groupBy(lessons, (line) => line.person)) {
    const counting = own.filter(({ counts }) => counts);
    byPerson.set(person, {
      counted: counting.length,
      total: own.length,
      countedDays: new Set(counting.map(({ period }) => period.day)).size,
    });
  }
  const periods = new Set(lessons.map(({ period }) => `${period.day}-${period.number}`));
  const days = new Set(lessons.map(({ period }) => period.day));
  return { byPerson, classPeriods: periods.size, classDays: days.size };
}
