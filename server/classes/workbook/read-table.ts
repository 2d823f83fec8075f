import type { Sheet } from 'hucre';
import type { FilingError } from '../../../sync/contract/filing-review.ts';
import type { CellValue } from './cell-time.ts';
import { LineReader, type SheetCell } from './line-reader.ts';
import type { OpenedWorkbook } from './open-workbook.ts';
import { exampleMark, headOf, type SheetForm } from './sheets.ts';

/** A title and notes may stand above the heads. */
const headsWithinRows = 10;

/**
 * The filled lines of a sheet below its heads, in whatever order the columns are. What is wrong with the sheet as a
 * whole (missing, heads missing, merged cells, more than `most` lines) goes to `errors`; then there are no lines.
 */
export function readTable(
  { sheets, startsIn1904 }: OpenedWorkbook,
  form: SheetForm,
  most: number,
  errors: FilingError[],
): readonly LineReader[] {
  const tell = (zh: string, en: string) =>
    void errors.push({
      field: form.name,
      where: null,
      text: `${form.name} ${zh}`,
      textEn: `${form.name}: ${en}`,
    });
  const sheet = findSheet(sheets, form.name, tell);
  if (!sheet) return [];
  const heads = findHeads(sheet, form);
  if (heads.missing.length > 0) {
    tell(`缺少列：${heads.missing.join('、')}`, `columns are missing: ${heads.missing.join(', ')}`);
    return [];
  }
  const merged = mergedBelow(sheet, heads.row);
  if (merged.length > 0) {
    tell(
      `有合并单元格：${merged.join('、')}，请取消合并后逐行填写`,
      `has merged cells: ${merged.join(', ')}`,
    );
    return [];
  }
  const hidden = hiddenBelow(sheet, heads.row);
  if (hidden.length > 0) {
    tell(
      `有隐藏的行：第 ${hidden.join('、')} 行，请取消隐藏（或清除筛选）后核对`,
      `has hidden rows: ${hidden.join(', ')}; show them, or clear the filter`,
    );
    return [];
  }
  const lines = [...filledLines(sheet, heads, startsIn1904, form.name, errors)];
  if (lines.length <= most) return lines;
  tell(`有 ${lines.length} 行，最多 ${most} 行`, `has ${lines.length} lines, and ${most} are the most`);
  return [];
}

/** The one sheet of a name: of two, one of which may be hidden, nobody knows which was looked at. */
export function findSheet(
  sheets: readonly Sheet[],
  name: string,
  tell: (zh: string, en: string) => void,
): Sheet | undefined {
  const [sheet, second] = sheets.filter((one) => one.name.trim() === name);
  if (!sheet) tell('工作表不存在，请用模板填写', 'there is no sheet of this name');
  else if (second) tell('同名工作表有两张，请只留一张', 'there are two sheets of this name');
  else if (sheet.hidden || sheet.veryHidden) tell('工作表被隐藏，请取消隐藏后核对', 'the sheet is hidden');
  else return sheet;
  return undefined;
}

interface Heads {
  readonly row: number;
  /** Head by column number. */
  readonly at: ReadonlyMap<number, string>;
  readonly missing: readonly string[];
}

/** The row that has most of the heads. */
function findHeads({ rows }: Sheet, { columns }: SheetForm): Heads {
  const known = new Map(columns.map(({ head }) => [headOf(head), head]));
  const candidates = rows.slice(0, headsWithinRows).map((cells, row): Heads => {
    const at = new Map<number, string>();
    for (const [column, value] of cells.entries()) {
      const head = known.get(headOf(String(value ?? '')));
      if (head !== undefined && ![...at.values()].includes(head)) at.set(column, head);
    }
    const needed = columns.filter(({ isNeeded }) => isNeeded).map(({ head }) => head);
    return { row, at, missing: needed.filter((head) => ![...at.values()].includes(head)) };
  });
  const none: Heads = { row: 0, at: new Map(), missing: columns.map(({ head }) => head) };
  return candidates.reduce((best, one) => (one.missing.length < best.missing.length ? one : best), none);
}

function mergedBelow({ merges = [] }: Sheet, headRow: number): readonly string[] {
  const below = merges.filter(({ endRow }) => endRow > headRow);
  return below
    .slice(0, 5)
    .map((range) => `${cellName(range.startRow, range.startCol)}:${cellName(range.endRow, range.endCol)}`);
}

/** Lines that hold something and that nobody sees; the first five. */
function hiddenBelow({ rows, rowDefs }: Sheet, headRow: number): readonly number[] {
  const hidden = [...(rowDefs ?? [])].filter(([row, { hidden: is }]) => is && row > headRow);
  const filled = hidden.filter(([row]) => rows[row]?.some((value) => value !== null && value !== ''));
  return filled
    .map(([row]) => row + 1)
    .sort((a, b) => a - b)
    .slice(0, 5);
}

function* filledLines(
  sheet: Sheet,
  { row: headRow, at }: Heads,
  startsIn1904: boolean,
  name: string,
  errors: FilingError[],
): Generator<LineReader> {
  for (let row = headRow + 1; row < sheet.rows.length; row += 1) {
    const cells = new Map<string, SheetCell>();
    for (const [column, head] of at) cells.set(head, cellAt(sheet, row, column));
    const filled = [...cells.values()].filter(isFilled);
    if (filled.length === 0 || cells.get('序号')?.value === exampleMark) continue;
    yield new LineReader({ sheet: name, line: row + 1 }, cells, startsIn1904, errors);
  }
}

/** The result that the spreadsheet kept of a formula counts as its value. */
export function cellAt(sheet: Sheet, row: number, column: number): SheetCell {
  const value: CellValue = sheet.rows[row]?.[column] ?? null;
  const cell = sheet.cells?.get(`${row},${column}`);
  const isError =
    cell?.type === 'error' ||
    (typeof value === 'string' && /^#(?:REF|N\/A|NAME|VALUE|DIV\/0|NUM|NULL)[!?]?/.test(value));
  const isUnknown = isError || (cell?.formula !== undefined && value === null);
  return { name: cellName(row, column), value, isUnknown };
}

const isFilled = ({ value, isUnknown }: SheetCell): boolean =>
  isUnknown || (value !== null && String(value).trim() !== '');

/** `D7` */
function cellName(row: number, column: number): string {
  let letters = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return `${letters}${row + 1}`;
}
