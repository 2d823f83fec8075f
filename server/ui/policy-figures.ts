import type { AmountFigure, Figure, Source, TrainingRules } from '../../sync/contract/policy.ts';
import type { Text } from './text/zh-CN.ts';
import type { Language } from './time.ts';

/** One line of a policy: what it is about, what it says, and what it rests on. */
export interface FigureRow {
  readonly label: string;
  readonly value: string;
  /** Papers, in the order of the text. */
  readonly items?: readonly string[];
  readonly source: Source;
}

export interface FigureTable {
  readonly rows: readonly FigureRow[];
  /** What the text has no rule for. */
  readonly silent: readonly string[];
}

type Words = Text['policy'];
type FigureName = Exclude<keyof Words['figure'], 'conditions' | 'duties' | 'deadlines'>;

/** How each figure is said; the order is that of the table. */
const said: {
  readonly [N in FigureName]: (value: NonNullable<TrainingRules[N]>['value'], words: Words) => string;
} = {
  periodMinutes: (n, words) => words.minutes(n),
  mostPeriodsADay: (n, words) => words.periods(n),
  periodsMakeADay: (n, words) => words.periods(n),
  leastPeriods: (n, words) => words.periods(n),
  leastDays: (n, words) => words.days(n),
  examsExcluded: (isOut, words) => (isOut ? words.examsOut : words.examsIn),
  leastPeople: (n, words) => words.people(n),
  mostPeople: (n, words) => words.people(n),
  mostCapacity: (n, words) => words.people(n),
  mostClassesAYear: (n, words) => words.classes(n),
  attendancePercent: (n, words) => words.percent(n),
  filing: (time, words) => words.filing(time),
  video: (duty, words) => words.video[duty],
  checkIn: (duty, words) => words.checkIn[duty],
  retentionYears: (n, words) => words.years(n),
  mostAYear: (n, words) => words.times(n),
  sameOccupationAndLevel: (rule, words) => (rule === 'never' ? words.never : words.onceAYear),
  ageMen: ({ least, most }, words) => words.age(least, most),
  ageWomen: ({ least, most }, words) => words.age(least, most),
  contractWithinMonths: (n, words) => words.months(n),
  contractLeastMonths: (n, words) => words.months(n),
  fraudBarsYears: (n, words) => words.years(n),
  certificate: ({ form, prefixes }, words) => words.certificate[form](prefixes[0] ?? ''),
  prepayPercent: (n, words) => words.percent(n),
  prepayPercentForProjects: (n, words) => words.percent(n),
  ledger: (papers, words) => words.papers(papers.length),
  claimPapers: (papers, words) => words.papers(papers.length),
  money: (rule, words) => (rule === 'elsewhere' ? words.moneyElsewhere : words.moneyRule),
};

/** Every figure of one type of training, as it is shown. */
export function figureTable(
  rules: TrainingRules,
  amounts: readonly AmountFigure[],
  { words, language }: { readonly words: Words; readonly language: Language },
): FigureTable {
  const names = Object.keys(said) as FigureName[];
  const ofRule = amounts.filter(({ rule }) => rule === rules.money.value);
  return {
    rows: [
      ...names.flatMap((name) => rowOf(rules, name, words)),
      ...ofRule.map((amount) => amountRow(amount, words)),
      ...listed(rules, words, language),
    ],
    silent: names.filter((name) => rules[name] === null).map((name) => words.figure[name]),
  };
}

function rowOf(rules: TrainingRules, name: FigureName, words: Words): FigureRow[] {
  const figure = rules[name] as Figure<unknown> | null;
  if (figure === null) return [];
  const say = said[name] as (value: unknown, words: Words) => string;
  const either = rules.eitherLeastIsEnough && name === 'leastPeriods' ? words.either : '';
  const row = { label: words.figure[name], value: say(figure.value, words) + either, source: figure.source };
  return [Array.isArray(figure.value) ? { ...row, items: figure.value as readonly string[] } : row];
}

function amountRow({ unit, value, source }: AmountFigure, words: Words): FigureRow {
  return { label: words.amount, value: words.amountIn[unit](value), source };
}

function listed(
  { deadlines, conditions, duties }: TrainingRules,
  words: Words,
  language: Language,
): FigureRow[] {
  const spoken = ({ text, textEn }: { readonly text: string; readonly textEn: string }) =>
    language === 'zh' ? text : textEn;
  return [
    ...deadlines.map(({ step, limit }) => ({
      label: words.figure.deadlines,
      value: words.deadline(words.step[step], words.daySpan(limit.value)),
      source: limit.source,
    })),
    ...conditions.map((condition) => ({
      label: words.figure.conditions,
      value: spoken(condition),
      source: condition.source,
    })),
    ...duties.map((duty) => ({ label: words.figure.duties, value: spoken(duty), source: duty.source })),
  ];
}
