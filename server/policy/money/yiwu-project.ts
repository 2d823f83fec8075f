import type { MoneyFacts, MoneyLine } from '../../../sync/contract/money.ts';
import { capLine, line, type Variant, yuan } from './lines.ts';
import { yiwu } from './yiwu-figures.ts';

const cap = { value: yiwu.day.value * yiwu.mostDays.value, source: yiwu.mostDays.source };

/** 200 yuan a day of eight periods, ten days at most. What a part of a day earns, the text does not say. */
export function yiwuProject({ countedPeriods }: Pick<MoneyFacts, 'countedPeriods'>): readonly Variant[] {
  const days = Math.floor(countedPeriods / yiwu.dayPeriods.value);
  if (countedPeriods % yiwu.dayPeriods.value === 0) return [{ reading: null, lines: capped(byDay(days)) }];
  return [
    {
      reading: {
        code: 'whole-days',
        text: '不足一天（8课时）的部分不计',
        textEn: 'A part of a day (8 periods) earns nothing',
      },
      lines: capped(byDay(days)),
    },
    {
      reading: {
        code: 'by-period',
        text: '不足一天的部分按课时折算',
        textEn: 'A part of a day is paid by the period',
      },
      lines: capped(byPeriod(countedPeriods)),
    },
  ];
}

const capped = (base: MoneyLine): readonly MoneyLine[] => [base, ...capLine([base], cap)];

function byDay(days: number): MoneyLine {
  const { value, source } = yiwu.day;
  const texts = [`${days} 天 × ${yuan(value)} 元`, `${days} days of ${yuan(value)} yuan`] as const;
  return line('days', texts, days * value, source);
}

function byPeriod(periods: number): MoneyLine {
  const { value, source } = yiwu.day;
  const each = value / yiwu.dayPeriods.value;
  const texts = [`${periods} 课时 × ${yuan(each)} 元`, `${periods} periods of ${yuan(each)} yuan`] as const;
  return line('periods', texts, periods * each, source);
}
