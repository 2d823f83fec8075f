import type { AgeRange, Figure, PolicyWarning, TrainingRules } from '../../sync/contract/policy.ts';
import { isCivilDay } from './civil-day.ts';
import { contractWarnings, type LabourContract } from './labour-contract.ts';
import { type EarlierTraining, repeatWarnings } from './repeats.ts';

export interface EligibilityFacts {
  readonly rules: TrainingRules;
  /** 18 characters, checked before. */
  readonly idNumber: string;
  /** Undefined: the organiser gave none. */
  readonly contract?: LabourContract | undefined;
  /** In place of a contract, where the text allows it: 劳务派遣. */
  readonly isDispatched?: boolean;
  /** First civil day of the class. */
  readonly classStart: string;
  readonly occupation: string;
  readonly level: string | null;
  /** Subsidised trainings of this ID number, without this one. */
  readonly history: readonly EarlierTraining[];
}

/** What in a person's standing does not fit the profile. It names no person, and blocks nothing. */
export function eligibilityWarnings(facts: EligibilityFacts): readonly PolicyWarning[] {
  return [...ageWarnings(facts), ...contractWarnings(facts), ...repeatWarnings(facts)];
}

/** Full years at a civil day, by the day of birth of an ID number; undefined when that is no day. */
export function ageAt(idNumber: string, day: string): number | undefined {
  const born = bornOn(idNumber);
  if (born === undefined) return undefined;
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) < born.slice(5) ? years - 1 : years;
}

/** 男 by an odd 17th digit. */
export function isMan(idNumber: string): boolean {
  return Number(idNumber[16]) % 2 === 1;
}

function bornOn(idNumber: string): string | undefined {
  const [, year, month, date] = /^\d{6}(\d{4})(\d\d)(\d\d)/.exec(idNumber) ?? [];
  const day = `${year}-${month}-${date}`;
  return isCivilDay(day) ? day : undefined;
}

function ageWarnings({ rules, idNumber, classStart }: EligibilityFacts): PolicyWarning[] {
  const range = isMan(idNumber) ? rules.ageMen : rules.ageWomen;
  const age = ageAt(idNumber, classStart);
  if (!range || age === undefined) return [];
  const { least, most } = range.value;
  if (age < least) return [ageWarning('too-young', age, range)];
  if (age > most) return [ageWarning('too-old', age, range)];
  return age === most && bornOn(idNumber)?.slice(5) !== classStart.slice(5) ? [atTheLimit(age, range)] : [];
}

function ageWarning(code: string, age: number, { value, source }: Figure<AgeRange>): PolicyWarning {
  return {
    code,
    field: 'people',
    text: `开班时 ${age} 周岁，不在 ${value.least}–${value.most} 周岁内。`,
    textEn: `${age} years old when the class begins, outside ${value.least}–${value.most}.`,
    source,
  };
}

/** 「16-60周岁」 can end on the 60th birthday, or on the day before the 61st. */
function atTheLimit(age: number, { source }: Figure<AgeRange>): PolicyWarning {
  return {
    code: 'age-at-limit',
    field: 'people',
    text: `开班时已过 ${age} 周岁生日：系统按含 ${age} 周岁计，请按当地口径确认。`,
    textEn: `Past the birthday of ${age}: we count ${age} as inside; please confirm how it is read locally.`,
    source,
  };
}
