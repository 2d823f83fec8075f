import type { PolicyWarning, Source, TrainingRules } from '../../sync/contract/policy.ts';
import { civilDayAfter, monthsAfter } from './civil-day.ts';

export interface LabourContract {
  /** Civil days. */
  readonly signed: string;
  /** Its last day; null: without an end. */
  readonly ends: string | null;
}

interface ContractFacts {
  readonly rules: Pick<TrainingRules, 'contractWithinMonths' | 'contractLeastMonths'>;
  readonly contract?: LabourContract | undefined;
  readonly isDispatched?: boolean;
  readonly classStart: string;
}

/** Whether the labour contract is long enough, and the class near enough to its beginning. */
export function contractWarnings(facts: ContractFacts): PolicyWarning[] {
  const { contractWithinMonths: within, contractLeastMonths: least } = facts.rules;
  const asked = within ?? least;
  if (asked === null || facts.isDispatched) return [];
  if (!facts.contract)
    return [warning('contract-missing', '没有填写劳动合同。', 'No labour contract is given.', asked.source)];
  return [...tooShort(facts.contract, least), ...notWithin(facts.contract, facts.classStart, within)];
}

function tooShort(
  { signed, ends }: LabourContract,
  least: TrainingRules['contractLeastMonths'],
): PolicyWarning[] {
  if (!least || ends === null || civilDayAfter(ends, 1) >= monthsAfter(signed, least.value)) return [];
  return [
    warning(
      'contract-too-short',
      `劳动合同 ${signed} 至 ${ends}，不满 ${least.value} 个月。`,
      `The contract of ${signed} to ${ends} is shorter than ${least.value} months.`,
      least.source,
    ),
  ];
}

function notWithin(
  { signed }: LabourContract,
  classStart: string,
  within: TrainingRules['contractWithinMonths'],
): PolicyWarning[] {
  if (!within) return [];
  if (classStart < signed) {
    return [
      warning(
        'contract-later',
        `劳动合同签订于 ${signed}，晚于开班（${classStart}）。`,
        `The contract was signed on ${signed}, after the class began on ${classStart}.`,
        within.source,
      ),
    ];
  }
  const last = monthsAfter(signed, within.value);
  if (classStart <= last) return [];
  return [
    warning(
      'contract-too-old',
      `劳动合同签订于 ${signed}，开班应不晚于 ${last}。`,
      `The contract was signed on ${signed}: the class had to begin by ${last}.`,
      within.source,
    ),
  ];
}

function warning(code: string, text: string, textEn: string, source: Source): PolicyWarning {
  return { code, field: 'people', text, textEn, source };
}
