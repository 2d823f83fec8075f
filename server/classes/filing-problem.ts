import type { FilingPeriod, FilingPerson, SheetLine } from '../../sync/contract/filing.ts';
import type { FilingError } from '../../sync/contract/filing-review.ts';

/** An error of the filing as a whole. */
export function problem(field: string, text: string, textEn: string): FilingError {
  return { field, where: null, text, textEn };
}

/** An error of a person or a period: names its line in the workbook, or its place in the list. */
export function atRow(
  field: string,
  index: number,
  { from }: Pick<FilingPerson | FilingPeriod, 'from'>,
  zh: string,
  en: string,
): FilingError {
  const text = `${rowZh(index, from)} ${zh}`;
  return { field, where: from ?? null, text, textEn: `(${rowEn(index, from)}) ${en}` };
}

export const rowZh = (index: number, from: SheetLine | undefined): string =>
  from ? `${from.sheet} 第${from.line}行` : `第${index + 1}行`;
export const rowEn = (index: number, from: SheetLine | undefined): string =>
  from ? `${from.sheet} row ${from.line}` : `row ${index + 1}`;
