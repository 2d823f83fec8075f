import type { AmountFigure } from '../../../sync/contract/policy.ts';
import { moneyFigures } from './all-figures.ts';
import type { MoneyFigure } from './money-figure.ts';

/** Which figures a rule of money reckons with, by their names or the folders of names that they stand in. */
const namesOf: Readonly<Record<string, readonly string[]>> = {
  'yiwu-2022': ['yiwu-2022/certified', 'yiwu-2022/leastPeriods'],
  'yiwu-certificate': [
    'yiwu-2019/levels',
    'yiwu-2019/specialAbility',
    'yiwu-2019/uplifts/trade-affected',
    'yiwu-2019/oneUplift',
  ],
  'yiwu-project': [
    'yiwu-2019/day',
    'yiwu-2019/dayPeriods',
    'yiwu-2019/mostDays',
    'yiwu-2019/smallClass',
    'yiwu-2019/uplifts/small-class',
    'yiwu-2019/uplifts/trade-affected',
    'yiwu-2019/uplifts/sent-in-province',
    'yiwu-2019/uplifts/sent-in-east-china',
    'yiwu-2019/uplifts/sent-beyond',
    'yiwu-2019/oneUplift',
  ],
  'yiwu-safety': ['yiwu-2019/safety', 'yiwu-2019/uplifts/trade-affected', 'yiwu-2019/oneUplift'],
  'yiwu-apprentice': [
    'yiwu-2019/apprentice',
    'yiwu-2019/uplifts/trade-affected',
    'yiwu-2019/uplifts/key-industry',
    'yiwu-2019/oneUplift',
  ],
  'yiwu-start-up': ['yiwu-2019/syb', 'yiwu-2019/internet'],
  'yiwu-online': ['yiwu-2019/onlinePeriod'],
  'wenzhou-certificate': [
    'wenzhou-2020/classes',
    'wenzhou-2020/specialJunior',
    'wenzhou-2020/specialSenior',
    'wenzhou-2020/shortage',
  ],
  'wenzhou-project': ['wenzhou-2020/period', 'wenzhou-2020/projectCap', 'wenzhou-2020/projectUplift'],
  'wenzhou-safety': ['wenzhou-2020/operation', 'wenzhou-2020/retest'],
  'wenzhou-induction': ['wenzhou-2020/induction', 'wenzhou-2020/inductionPeriods'],
  'wenzhou-apprentice': [
    'wenzhou-2020/apprenticeAtCost',
    'wenzhou-2020/apprenticeLeast',
    'wenzhou-2020/apprenticePercent',
    'wenzhou-2020/apprenticeCap',
    'wenzhou-2020/passOnlyPercent',
    'wenzhou-2020/student',
  ],
  'wenzhou-start-up': ['wenzhou-2020/startUpShort', 'wenzhou-2020/startUpLong'],
  'county-enterprise': ['county-2023/enterprise', 'county-2023/leastPeriods', 'county-2023/leastDays'],
  'county-apprentice': ['county-2023/apprentice'],
  'county-key-group': [
    'county-2023/firstDays',
    'county-2023/firstDay',
    'county-2023/laterDay',
    'county-2023/keyGroupCap',
    'county-2023/employedPercent',
  ],
  'county-certificate': [
    'county-2023/junior',
    'county-2023/middle',
    'county-2023/senior',
    'county-2023/operation',
  ],
};

/** What each rule of money reckons with, to be shown beside the rules of a training type. */
export function amountFigures(): AmountFigure[] {
  return Object.entries(namesOf).flatMap(([rule, wanted]) =>
    [...moneyFigures]
      .filter(([name]) => wanted.some((one) => name === one || name.startsWith(`${one}/`)))
      .flatMap(([, figure]) => (isMoney(figure) ? [{ rule, ...figure }] : [])),
  );
}

function isMoney(figure: object): figure is MoneyFigure {
  return 'unit' in figure;
}
