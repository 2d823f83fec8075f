import type { FilingPerson, PersonDetails } from '../../sync/contract/filing.ts';
import { personCategories } from '../../sync/contract/filing-presets.ts';

type Detail = keyof PersonDetails;

/** What stands behind name and ID number in each line, in this order. */
export const pastedDetails: Record<FilingPerson['role'], readonly Detail[]> = {
  trainee: ['category', 'education', 'phone', 'household', 'contractFrom', 'contractTo', 'remark'],
  teacher: ['title', 'unit', 'phone'],
  'class-admin': [],
};

export interface PastedFault {
  /** From 1. */
  readonly line: number;
  readonly what: 'name' | 'idNumber' | 'category' | 'phone' | 'day' | 'too-many';
}

export type PastedPeople =
  | { readonly kind: 'people'; readonly people: readonly FilingPerson[] }
  | { readonly kind: 'faults'; readonly faults: readonly PastedFault[] };

export const isPhone = (text: string): boolean => /^[0-9+][0-9 -]{4,19}$/.test(text);

/**
 * Lines copied from a spreadsheet, cells between tabs (commas in a line without tabs). A line of heads and empty lines are passed over. With one wrong
 * line there are no people. Whether a number is right is for the server to say.
 */
export function readPastedPeople(text: string, role: FilingPerson['role']): PastedPeople {
  const people: FilingPerson[] = [];
  const faults: PastedFault[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const cells = line.split(line.includes('\t') ? '\t' : /[,，]/).map((cell) => cell.trim());
    if (cells.every((cell) => cell === '') || cells[0] === '姓名') continue;
    const read = readLine(cells, role);
    if (typeof read === 'string') faults.push({ line: index + 1, what: read });
    else people.push(read);
  }
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'people', people };
}

function readLine(cells: readonly string[], role: FilingPerson['role']): FilingPerson | PastedFault['what'] {
  const [name = '', idNumber = '', ...more] = cells;
  if (name === '' || name.length > 200) return 'name';
  if (!/^[\dXx０-９Ｘｘ ]{1,40}$/.test(idNumber)) return 'idNumber';
  const fields = pastedDetails[role];
  if (more.slice(fields.length).some((cell) => cell !== '')) return 'too-many';
  const details: Record<string, string> = {};
  for (const [index, field] of fields.entries()) {
    const cell = more[index] ?? '';
    if (cell === '') continue;
    const value = field.startsWith('contract') ? dayOf(cell) : cell;
    const wrong = faultOf(field, value);
    if (wrong) return wrong;
    details[field] = value;
  }
  const filled = Object.keys(details).length > 0;
  return { role, name, idNumber, ...(filled && { details: details as PersonDetails }) };
}

/** `2026/6/1` → `2026-06-01` */
function dayOf(text: string): string {
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? [];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function faultOf(field: Detail, value: string): PastedFault['what'] | undefined {
  if (field === 'category' && !(personCategories as readonly string[]).includes(value)) return 'category';
  if (field === 'phone' && !isPhone(value)) return 'phone';
  if (field.startsWith('contract') && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return 'day';
  return undefined;
}
