import type { PolicyWarning, TrainingRules } from '../../sync/contract/policy.ts';
import type { Calendar } from './calendar.ts';
import { daysBetween } from './civil-day.ts';
import { classSizeWarnings } from './class-size.ts';
import { filedAtWrongTime } from './filing-time.ts';

interface FiledPeriod {
  readonly day: string;
  /** 考核: no lesson. */
  readonly exam?: boolean | undefined;
}

export interface FilingFacts {
  readonly rules: TrainingRules;
  readonly calendar: Calendar;
  /** Civil days in Asia/Shanghai. */
  readonly filedDay: string;
  readonly periods: readonly FiledPeriod[];
  readonly periodMinutes: number;
  readonly trainees: number;
  /** 班主任 */
  readonly classAdmins: number;
  /** What the plan records. */
  readonly recording: { readonly theory: boolean; readonly practice: boolean };
  /** Classes of this organiser in this calendar year, this one among them. */
  readonly classesThisYear?: number;
}

/** What in a filing does not fit the profile, in the order of the form. Nothing here blocks a filing. */
export function filingWarnings(facts: FilingFacts): readonly PolicyWarning[] {
  const days = lessonsByDay(facts);
  return [
    ...filedAtWrongTime(facts, [...days.keys()].sort()[0]),
    ...tooShort(facts.rules, days),
    ...tooManyADay(facts.rules, days),
    ...periodLength(facts),
    ...classSizeWarnings(facts),
    ...unrecorded(facts),
    ...withoutClassTeacher(facts),
  ];
}

/** Periods that count, by day: exams are none where the rules leave them out. */
function lessonsByDay({ rules, periods }: FilingFacts): ReadonlyMap<string, number> {
  const lessons = periods.filter(({ exam }) => !(exam && rules.examsExcluded.value));
  const days = new Map<string, number>();
  for (const { day } of lessons) days.set(day, (days.get(day) ?? 0) + 1);
  return days;
}

function tooShort(rules: TrainingRules, days: ReadonlyMap<string, number>): PolicyWarning[] {
  const { leastPeriods, leastDays, eitherLeastIsEnough } = rules;
  const periods = [...days.values()].reduce((sum, count) => sum + count, 0);
  // 「累计」 counts the days of lessons, 「日期跨度」 all from the first to the last.
  const span = eitherLeastIsEnough ? days.size : spanOf([...days.keys()]);
  const warnings: PolicyWarning[] = [];
  if (leastPeriods && periods < leastPeriods.value) {
    warnings.push({
      code: 'too-few-periods',
      field: 'periods',
      text: `计划 ${periods} 课时（不含考核），少于 ${leastPeriods.value} 课时。`,
      textEn: `${periods} periods are planned (without exams), fewer than ${leastPeriods.value}.`,
      source: leastPeriods.source,
    });
  }
  if (leastDays && span < leastDays.value) {
    warnings.push({
      code: 'too-few-days',
      field: 'periods',
      text: `培训 ${span} 天，少于 ${leastDays.value} 天。`,
      textEn: `The training takes ${span} days, fewer than ${leastDays.value}.`,
      source: leastDays.source,
    });
  }
  return eitherLeastIsEnough && warnings.length < 2 ? [] : warnings;
}

function spanOf(days: readonly string[]): number {
  const sorted = [...days].sort();
  const [first] = sorted;
  const last = sorted.at(-1);
  return first === undefined || last === undefined ? 0 : daysBetween(first, last) + 1;
}

function tooManyADay({ mostPeriodsADay }: TrainingRules, days: ReadonlyMap<string, number>): PolicyWarning[] {
  if (!mostPeriodsADay) return [];
  return [...days]
    .filter(([, count]) => count > mostPeriodsADay.value)
    .sort()
    .map(([day, count]) => ({
      code: 'too-many-periods-a-day',
      field: 'periods',
      text: `${day} 安排 ${count} 课时，超过每天 ${mostPeriodsADay.value} 课时。`,
      textEn: `${count} periods on ${day}, more than ${mostPeriodsADay.value} a day.`,
      source: mostPeriodsADay.source,
    }));
}

function periodLength({ rules, periodMinutes }: FilingFacts): PolicyWarning[] {
  if (periodMinutes === rules.periodMinutes.value) return [];
  return [
    {
      code: 'period-length',
      field: 'periodMinutes',
      text: `每课时 ${periodMinutes} 分钟，与规定的 ${rules.periodMinutes.value} 分钟不同。`,
      textEn: `A period of ${periodMinutes} minutes, where ${rules.periodMinutes.value} are given.`,
      source: rules.periodMinutes.source,
    },
  ];
}

/** The plan must record at least what the profile demands. */
function unrecorded({ rules: { video }, recording }: FilingFacts): PolicyWarning[] {
  const isEnough = {
    'theory-whole': recording.theory,
    whole: recording.theory && recording.practice,
    'three-clips': recording.theory || recording.practice,
    none: true,
  }[video.value];
  if (isEnough) return [];
  return [
    {
      code: 'recording-too-little',
      field: 'recording',
      text: '计划的录像范围少于规定，未录像的课时会待核。',
      textEn: 'The plan records less than is demanded: what is not recorded will be held.',
      source: video.source,
    },
  ];
}

function withoutClassTeacher({ rules, classAdmins }: FilingFacts): PolicyWarning[] {
  const duty = rules.duties.find(({ code }) => code === 'class-teacher');
  if (!duty || classAdmins > 0) return [];
  return [
    {
      code: 'no-class-teacher',
      field: 'people',
      text: '没有班主任。',
      textEn: 'There is no class admin (班主任).',
      source: duty.source,
    },
  ];
}
