import type { PolicyWarning, TrainingRules } from '../../sync/contract/policy.ts';

/** A training of the same person that was subsidised, or is about to be. */
export interface EarlierTraining {
  /** A civil day of the calendar year that it counts for. */
  readonly day: string;
  readonly occupation: string;
  readonly level: string | null;
}

interface RepeatFacts {
  readonly rules: Pick<TrainingRules, 'mostAYear' | 'sameOccupationAndLevel'>;
  readonly classStart: string;
  readonly occupation: string;
  readonly level: string | null;
  readonly history: readonly EarlierTraining[];
}

/** Too many subsidies in a calendar year, or the same occupation and level again. */
export function repeatWarnings(facts: RepeatFacts): PolicyWarning[] {
  return [...tooManyThisYear(facts), ...sameAgain(facts)];
}

function tooManyThisYear({ rules: { mostAYear }, classStart, history }: RepeatFacts): PolicyWarning[] {
  if (!mostAYear) return [];
  const place = history.filter(({ day }) => yearOf(day) === yearOf(classStart)).length + 1;
  const { value: most, source } = mostAYear;
  if (place < most) return [];
  if (place === most) {
    return [
      {
        code: 'last-of-the-year',
        field: 'people',
        text: `本年度第 ${place} 次补贴，已到每年 ${most} 次的上限。`,
        textEn: `Subsidy ${place} of this year: the last of ${most}.`,
        source,
      },
    ];
  }
  return [
    {
      code: 'too-many-this-year',
      field: 'people',
      text: `本年度第 ${place} 次补贴，超过每年 ${most} 次。`,
      textEn: `Subsidy ${place} of this year, more than ${most}.`,
      source,
    },
  ];
}

function sameAgain({ rules, classStart, occupation, level, history }: RepeatFacts): PolicyWarning[] {
  const rule = rules.sameOccupationAndLevel;
  if (!rule) return [];
  const before = history.find(
    (training) =>
      bare(training.occupation) === bare(occupation) &&
      bare(training.level ?? '') === bare(level ?? '') &&
      (rule.value === 'never' || yearOf(training.day) === yearOf(classStart)),
  );
  if (!before) return [];
  return [
    {
      code: 'same-occupation-and-level',
      field: 'people',
      text: `同一职业同一等级已在 ${before.day} 的培训中享受过补贴。`,
      textEn: `The same occupation and level was subsidised in the training of ${before.day}.`,
      source: rule.source,
    },
  ];
}

/** However it was typed: 「五级（初级工）」 and 「五级 (初级工)」 are one level. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s\p{P}\p{Cf}]/gu, '')
    .toLowerCase();

function yearOf(day: string): string {
  return day.slice(0, 4);
}
