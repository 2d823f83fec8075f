import { invalidField } from '../../sync/base/parse.ts';
import type { FilingContent, FilingPerson } from '../../sync/contract/filing.ts';
import type { FilingError } from '../../sync/contract/filing-review.ts';
import { periodErrors } from './check-periods.ts';
import { rulesErrors } from './check-rules.ts';
import { atRow, problem, rowEn, rowZh } from './filing-problem.ts';
import { idNumberFault, normaliseIdNumber } from './id-number.ts';

/** Everything that is wrong with a filing for reasons no schema can state, in order of its fields. */
export function filingErrors(content: FilingContent): readonly FilingError[] {
  return [
    ...missingFields(content),
    ...peopleErrors(content.people),
    ...periodErrors(content),
    ...rulesErrors(content),
  ];
}

/** Throws `invalid_input`, naming the first field that is wrong. */
export function refuseWrong(errors: readonly FilingError[]): void {
  const [first] = errors;
  if (first) throw invalidField('filing', first.field, first.textEn, first.text);
}

const neededFields = [
  ['title', '班级名称'],
  ['occupation', '职业（工种）'],
  ['organiser', '培训机构'],
  ['room', '培训地点'],
] as const;

/** What a draft may leave open and a filing may not. */
function missingFields(content: FilingContent): FilingError[] {
  const missing = neededFields.filter(([field]) => content[field].trim() === '');
  return missing.map(([field, name]) => problem(field, `缺少${name}`, 'must not be empty'));
}

/** What is wrong with the people alone. */
export function peopleErrors(people: readonly FilingPerson[]): FilingError[] {
  const rowOf = new Map<string, FilingPerson & { readonly index: number }>();
  const errors = people.flatMap((person, index) => {
    const number = normaliseIdNumber(person.idNumber);
    const earlier = rowOf.get(number);
    if (!earlier) rowOf.set(number, { ...person, index });
    return [
      ...idNumberErrors(person, index),
      ...(earlier ? [doubled(person, index, earlier)] : []),
      ...nameErrors(person, index),
      ...contractErrors(person, index),
    ];
  });
  return [...errors, ...missingRoles(people)];
}

function idNumberErrors(person: FilingPerson, index: number): FilingError[] {
  const fault = idNumberFault(person.idNumber);
  return fault ? [atRow(`people[${index}].idNumber`, index, person, fault.zh, fault.en)] : [];
}

function doubled(
  person: FilingPerson,
  index: number,
  earlier: FilingPerson & { readonly index: number },
): FilingError {
  const zh = `与${rowZh(earlier.index, earlier.from)}身份证号相同`;
  const en = `is the same as in ${rowEn(earlier.index, earlier.from)}`;
  return atRow(`people[${index}].idNumber`, index, person, zh, en);
}

/**
 * Names keep their rare characters, `𠮷` and `·`; what a broken conversion leaves behind is no name, and marks that
 * nobody sees make one name look like another.
 */
function nameErrors(person: FilingPerson, index: number): FilingError[] {
  if (!/[\p{Cc}\p{Cf}\uFFFD?？]/u.test(person.name) && person.name.trim() !== '') return [];
  const zh = '姓名含有无法识别的字符';
  return [atRow(`people[${index}].name`, index, person, zh, 'has a name with characters that are none')];
}

function contractErrors(person: FilingPerson, index: number): FilingError[] {
  const { contractFrom, contractTo } = person.details ?? {};
  if (contractFrom === undefined || contractTo === undefined || contractFrom <= contractTo) return [];
  const field = `people[${index}].details.contractTo`;
  return [atRow(field, index, person, '合同终止日早于起始日', 'has a contract that ends before it begins')];
}

function missingRoles(people: readonly FilingPerson[]): FilingError[] {
  const has = (role: FilingPerson['role']) => people.some((person) => person.role === role);
  return [
    ...(has('class-admin') ? [] : [problem('people', '缺少班主任', 'must hold a class-admin')]),
    ...(has('trainee') ? [] : [problem('people', '缺少学员', 'must hold a trainee')]),
  ];
}
