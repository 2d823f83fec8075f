import type { FilingError } from '../../../sync/contract/filing-review.ts';
import { type CellValue, dayOf, minutesOf } from './cell-time.ts';

export interface SheetCell {
  /** `D7` */
  readonly name: string;
  readonly value: CellValue;
  /** A formula that was never worked out, or came out as an error. */
  readonly isUnknown: boolean;
}

interface TextOptions {
  readonly isNeeded?: boolean;
  readonly most?: number;
}

/** One line of a sheet: each field is read as what it should be, and what is wrong with it is told by its place. */
export class LineReader {
  readonly sheet: string;
  readonly line: number;
  readonly #cells: ReadonlyMap<string, SheetCell>;
  readonly #startsIn1904: boolean;
  readonly #errors: FilingError[];

  constructor(
    place: { readonly sheet: string; readonly line: number },
    cells: ReadonlyMap<string, SheetCell>,
    startsIn1904: boolean,
    errors: FilingError[],
  ) {
    this.sheet = place.sheet;
    this.line = place.line;
    this.#cells = cells;
    this.#startsIn1904 = startsIn1904;
    this.#errors = errors;
  }

  get from() {
    return { sheet: this.sheet, line: this.line };
  }

  /** Trimmed, inner spaces as they are; undefined for an empty cell. */
  text(head: string, { isNeeded = false, most = 200 }: TextOptions = {}): string | undefined {
    const cell = this.#known(head, isNeeded);
    if (!cell) return undefined;
    const text =
      cell.value instanceof Date ? cell.value.toISOString().slice(0, 10) : String(cell.value).trim();
    if ([...text].length <= most) return text;
    this.fault(head, `“${head}”过长，最多${most}字`, `${head} is longer than ${most}`);
    return undefined;
  }

  /** Half-width; what Excel took for a number and rounded is told. */
  idNumber(head: string, isNeeded: boolean): string | undefined {
    const cell = this.#known(head, isNeeded);
    if (!cell) return undefined;
    if (typeof cell.value === 'number' && cell.value > 999_999_999_999_999) {
      const zh = `${cell.name} “${head}”是数字格式，末尾几位已丢失，请把单元格设为“文本”后重新填写`;
      this.fault(head, zh, `${cell.name} holds a number that lost its last digits: make it text`);
      return undefined;
    }
    const text = String(cell.value).normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
    if (text.length <= 40) return text;
    this.fault(head, `${cell.name} “${head}”不是身份证号`, `${cell.name} is no ID number`);
    return undefined;
  }

  /** `2026-11-21`, also from 2026/11/21, 2026.11.21, 2026年11月21日, 20261121, and Excel's days. */
  day(head: string, isNeeded: boolean): string | undefined {
    const cell = this.#known(head, isNeeded);
    if (!cell) return undefined;
    const day = dayOf(cell.value, this.#startsIn1904);
    if (day !== undefined) return day;
    const zh = `${cell.name} “${head}”不是有效日期，请写作 2026-11-21`;
    this.fault(head, zh, `${cell.name} is no day: write 2026-11-21`);
    return undefined;
  }

  /** Minutes since midnight, from 9:00, 09：00, 9:00:00 and Excel's times. */
  minutes(head: string, isNeeded: boolean): number | undefined {
    const cell = this.#known(head, isNeeded);
    if (!cell) return undefined;
    const minutes = minutesOf(cell.value);
    if (minutes !== undefined) return minutes;
    const zh = `${cell.name} “${head}”不是有效时间，请写作 09:00`;
    this.fault(head, zh, `${cell.name} is no time: write 09:00`);
    return undefined;
  }

  whole(head: string, range: { readonly least: number; readonly most: number }, isNeeded: boolean) {
    const cell = this.#known(head, isNeeded);
    if (!cell) return undefined;
    const text = String(cell.value).normalize('NFKC').trim();
    const found = /^(?:第)?(\d{1,4})(?:节)?$/.exec(text)?.[1];
    const value = Number(found);
    if (found !== undefined && value >= range.least && value <= range.most) return value;
    const zh = `${cell.name} “${head}”应为 ${range.least} 到 ${range.most} 的整数`;
    this.fault(head, zh, `${cell.name} must be a whole number from ${range.least} to ${range.most}`);
    return undefined;
  }

  /** One of some words. */
  oneOf<T extends string>(head: string, words: readonly T[], isNeeded: boolean): T | undefined {
    const text = this.text(head, { isNeeded });
    if (text === undefined) return undefined;
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    const zh = `“${head}”应为 ${words.join('、')} 之一`;
    this.fault(head, zh, `${head} must be one of ${words.join(', ')}`);
    return undefined;
  }

  fault(field: string, zh: string, en: string): void {
    const { sheet, line } = this;
    this.#errors.push({
      field,
      where: { sheet, line },
      text: `${sheet} 第${line}行 ${zh}`,
      textEn: `${sheet} row ${line}: ${en}`,
    });
  }

  /** The cell if there is something in it that can be read. */
  #known(head: string, isNeeded: boolean): SheetCell | undefined {
    const cell = this.#cells.get(head);
    if (cell?.isUnknown) {
      const zh = `${cell.name} “${head}”的公式没有结果，请改为数值（复制 → 选择性粘贴 → 数值）`;
      this.fault(head, zh, `${cell.name} holds a formula without a result: paste its value`);
      return undefined;
    }
    const isEmpty = !cell || cell.value === null || String(cell.value).trim() === '';
    if (!isEmpty) return cell;
    if (isNeeded) this.fault(head, `缺少“${head}”`, `${head} is missing`);
    return undefined;
  }
}
