import type { FilingContent } from '../../../sync/contract/filing.ts';
import { defaultCheckInRules, recordingFor } from '../../../sync/contract/filing-presets.ts';
import type { FilingError } from '../../../sync/contract/filing-review.ts';
import { peopleErrors } from '../check-filing.ts';
import { openWorkbook } from './open-workbook.ts';
import { readClass, readDevices } from './read-class.ts';
import { readPeople } from './read-people.ts';
import { readPeriods } from './read-periods.ts';

/** Past this many, who made the workbook has one mistake in every line. */
const mostErrors = 200;

export type ReadFiling =
  | { readonly kind: 'read'; readonly content: FilingContent }
  /** Some line could not be read: nothing of the workbook is kept. */
  | { readonly kind: 'unread'; readonly errors: readonly FilingError[] };

/** A filled template as the content of a filing. Throws `invalid_input` for what is no workbook. */
export async function readFilingWorkbook(bytes: Buffer): Promise<ReadFiling> {
  const workbook = await openWorkbook(bytes);
  const errors: FilingError[] = [];
  const fields = readClass(workbook, errors);
  const { people, operators } = readPeople(workbook, errors);
  const periods = readPeriods(workbook, people, errors);
  const { dossier, devices } = readDevices(workbook, errors);
  if (people.length > 500) errors.push(tooMany(people.length));
  if (errors.length > 0 || !fields) {
    // Who mends the workbook wants to hear of the wrong numbers, too; that a role is missing may be for an unread line.
    const ofLines = peopleErrors(people).filter(({ where }) => where !== null);
    return { kind: 'unread', errors: shortened([...errors, ...ofLines]) };
  }
  const { rules, kiosks, ...named } = fields;
  return {
    kind: 'read',
    content: {
      ...named,
      checkIn: defaultCheckInRules,
      recording: recordingFor(rules.video.value),
      ...{ people: [...people], periods: [...periods], operators, dossier, devices: kiosks ?? devices },
    },
  };
}

function tooMany(people: number): FilingError {
  const text = `人员名册、师资和班主任合计 ${people} 人，最多 500 人`;
  return { field: 'people', where: null, text, textEn: `${people} people in all, and 500 are the most` };
}

function shortened(errors: readonly FilingError[]): readonly FilingError[] {
  if (errors.length <= mostErrors) return errors;
  const left = errors.length - mostErrors;
  const rest = {
    field: '',
    where: null,
    text: `另有 ${left} 处错误未列出`,
    textEn: `and ${left} more errors`,
  };
  return [...errors.slice(0, mostErrors), rest];
}
