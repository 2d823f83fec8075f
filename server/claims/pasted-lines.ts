import { AppError } from '../../sync/base/errors.ts';
import { idNumberFault, normaliseIdNumber } from '../classes/id-number.ts';

export interface Trainee {
  readonly person: string;
  readonly idNumber: string;
}

/** A line of what was pasted: whose it is, and its cells after the ID number. */
export interface PersonLine {
  /** As a spreadsheet counts, from 1. */
  readonly line: number;
  readonly person: string;
  readonly cells: readonly string[];
}

export interface LineFault {
  readonly line: number;
  readonly zh: string;
  readonly en: string;
}

const toldAtOnce = 10;

/**
 * Lines pasted from a spreadsheet or a CSV file, `身份证号,…`, each matched to a trainee of the class. A first line
 * without digits is its head. Faults are gathered, each with its line.
 */
export function readPastedLines(
  text: string,
  trainees: readonly Trainee[],
): { readonly lines: readonly PersonLine[]; readonly faults: readonly LineFault[] } {
  const personOf = new Map(trainees.map(({ person, idNumber }) => [idNumber, person]));
  const lineOf = new Map<string, number>();
  const lines: PersonLine[] = [];
  const faults: LineFault[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = index + 1;
    const [first = '', ...cells] = cellsOf(raw);
    if (first === '' && cells.every((cell) => cell === '')) continue;
    if (index === 0 && !/\d/.test(first)) continue;
    const idNumber = normaliseIdNumber(first);
    const person = personOf.get(idNumber);
    const earlier = lineOf.get(idNumber);
    const fault = faultOf(first, person, earlier);
    if (fault || person === undefined) faults.push({ line, ...(fault ?? stranger) });
    else lines.push({ line, person, cells });
    lineOf.set(idNumber, earlier ?? line);
  }
  return { lines, faults };
}

/** Throws `invalid_input` when there are faults: one sentence that names each line, the first ten of them. */
export function refuseFaults(faults: readonly LineFault[]): void {
  if (faults.length === 0) return;
  const inOrder = faults.toSorted((a, b) => a.line - b.line);
  const told = inOrder.slice(0, toldAtOnce);
  const left = inOrder.length - told.length;
  const zh = told.map((fault) => `第${fault.line}行 ${fault.zh}`).join('；');
  const en = told.map((fault) => `line ${fault.line} ${fault.en}`).join('; ');
  throw new AppError('invalid_input', `Nothing was changed: ${en}${left > 0 ? `; and ${left} more` : ''}.`, {
    zh: `没有改动：${zh}${left > 0 ? `；另有${left}行` : ''}。`,
    field: 'text',
  });
}

/** Faults of values that stand in two of the lines. */
export function doubled(values: readonly { readonly line: number; readonly value: string }[]): LineFault[] {
  const lineOf = new Map<string, number>();
  return values.flatMap(({ line, value }) => {
    const earlier = lineOf.get(value);
    if (earlier === undefined) {
      lineOf.set(value, line);
      return [];
    }
    return [{ line, zh: `编号与第${earlier}行相同`, en: `has the number of line ${earlier}` }];
  });
}

const stranger = { zh: '不是本班学员', en: 'is no trainee of this class' };

function faultOf(text: string, person: string | undefined, earlier: number | undefined) {
  // Numbers longer than 15 digits lose their last ones in a cell that is not text.
  if (/^\d(\.\d+)?E\+?\d+$/i.test(text)) {
    return {
      zh: '身份证号被表格软件存成了数字，末几位已丢失，请把该列设为文本后重填',
      en: 'has an ID number that the spreadsheet kept as a number and cut: make the column text and enter it again',
    };
  }
  const fault = idNumberFault(text);
  if (fault) return fault;
  if (person === undefined) return stranger;
  if (earlier === undefined) return undefined;
  return { zh: `与第${earlier}行身份证号相同`, en: `has the ID number of line ${earlier}` };
}

/** Parted by tabs, or where there are none by commas; quotes and a leading apostrophe are the spreadsheet's. */
function cellsOf(raw: string): string[] {
  const cells = raw.split(raw.includes('\t') ? '\t' : /[,，]/);
  return cells.map((cell) => {
    const bare = cell.trim();
    return bare
      .replace(/^="(.*)"$/, '$1')
      .replace(/^"(.*)"$/, '$1')
      .replace(/^'/, '')
      .trim();
  });
}
