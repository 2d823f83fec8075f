import type { Cell, CellStyle, WriteSheet } from 'hucre';
import { personCategories } from '../../../sync/contract/filing-presets.ts';
import { newestProfiles } from '../../policy/profiles.ts';
import { classItems, classSheet, type SheetForm, tableSheets } from './sheets.ts';

const headStyle: CellStyle = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'DCE6F1' } },
};
/** Text, so that Excel takes no ID number for a number. */
const textStyle: CellStyle = { numFmt: '@' };
const linesAsText = 600;

/** 班级信息 with the contents that are known, by their heads. */
export function classInformation(contentOf: ReadonlyMap<string, string> = new Map()): WriteSheet {
  const { name, item, content, note } = classSheet;
  const rows = [
    [item, content, note],
    ...classItems.map(({ head, isNeeded, note: said = '' }) => [
      isNeeded ? `${head} *` : head,
      contentOf.get(head) ?? '',
      said,
    ]),
  ];
  return { name, rows, cells: styledHead(3, rows), columns: widths([18, 44, 40]) };
}

/** A sheet of lines below its heads; `lines` in the order of its columns. */
export function table({ name, columns }: SheetForm, lines: readonly (readonly string[])[]): WriteSheet {
  const rows = [
    columns.map(({ head, isNeeded }) => (isNeeded ? `${head} *` : head)),
    ...lines.map((line) => [...line]),
  ];
  const cells = styledHead(columns.length, rows);
  for (const [column, { head }] of columns.entries()) {
    if (!/身份证号|电话|日期?$|时间$/.test(head)) continue;
    for (let row = 1; row < Math.max(linesAsText, rows.length); row += 1) {
      const value = rows[row]?.[column] ?? null;
      cells.set(`${row},${column}`, { value, type: value === null ? 'empty' : 'string', style: textStyle });
    }
  }
  const freezePane = { rows: 1 };
  return {
    name,
    rows,
    cells,
    freezePane,
    columns: widths(columns.map(({ head }) => (/身份证号|参数|内容/.test(head) ? 24 : 14))),
  };
}

/** 填写说明 */
export function notes(): WriteSheet {
  const lines = [
    '标 * 的列必填。“序号”为“示例”的一行不会导入，可删除。',
    '不要合并单元格，不要改工作表名和列名；列的先后可以调整。',
    '身份证号须为18位，单元格须为“文本”格式，否则 Excel 会丢失末尾几位。',
    '日期写作 2026-11-21，时间写作 09:00。公式取其计算结果；没有结果的公式会被指出。',
    '一个班次最多 500 人、2000 节。设备照片在导入后于备案页面上传。',
    `人员类别：${personCategories.join('、')}`,
    ...newestProfiles().map(
      ({ title, types }) => `政策“${title}”的培训种类：${types.map(({ name }) => name).join('、')}`,
    ),
    ...tableSheets.flatMap(({ name, columns }) =>
      columns.flatMap(({ head, note }) => (note === undefined ? [] : [`${name} · ${head}：${note}`])),
    ),
  ];
  return { name: '填写说明', rows: lines.map((line) => [line]), columns: widths([110]) };
}

function styledHead(count: number, rows: readonly (readonly string[])[]): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (let column = 0; column < count; column += 1) {
    cells.set(`0,${column}`, { value: rows[0]?.[column] ?? '', type: 'string', style: headStyle });
  }
  return cells;
}

const widths = (of: readonly number[]) => of.map((width) => ({ width }));
