import type { MoneyFacts, MoneyLine } from '../../../sync/contract/money.ts';
import {
  amount,
  amountOfReadings,
  capLine,
  line,
  type MoneyRule,
  missing,
  needs,
  nothing,
  upliftLine,
  yuan,
} from './lines.ts';
import { wenzhouApprentice } from './wenzhou-apprentice.ts';
import { wenzhou } from './wenzhou-figures.ts';

const certificate: MoneyRule = ({ certificate: got, occupationClass, isShortage }) => {
  if (got?.kind === 'special-ability' && got.level) {
    const figure = got.level === 'senior' ? wenzhou.specialSenior : wenzhou.specialJunior;
    return amount([
      line('special-ability', ['专项能力证书', 'Special ability'], figure.value, figure.source),
    ]);
  }
  if (got?.kind !== 'vocational' || !got.level) return missing(needs.certificate);
  if (!occupationClass) return missing(needs.occupationClass);
  const figure = wenzhou.classes[occupationClass][got.level];
  const base = line(
    'certificate',
    [`${occupationClass}类证书`, `Certificate of class ${occupationClass}`],
    figure.value,
    figure.source,
  );
  return amount(isShortage ? [base, upliftLine('shortage', [base], wenzhou.shortage)] : [base]);
};

/** 25 yuan a period and 2000 at most. Whether +30 % comes before or after the cap, the text leaves open. */
const project: MoneyRule = ({ countedPeriods, uplifts = [] }, { reading }) => {
  const { value, source } = wenzhou.period;
  const texts = [
    `${countedPeriods} 课时 × ${yuan(value)} 元`,
    `${countedPeriods} periods of ${yuan(value)} yuan`,
  ] as const;
  const base = [line('periods', texts, countedPeriods * value, source)];
  const capped = (lines: readonly MoneyLine[]) => [...lines, ...capLine(lines, wenzhou.projectCap)];
  const raised = (lines: readonly MoneyLine[]) => [
    ...lines,
    upliftLine('uplift', lines, wenzhou.projectUplift),
  ];
  if (!uplifts.includes('trade-affected') && !uplifts.includes('specific-enterprise'))
    return amount(capped(base));
  return amountOfReadings(
    [
      {
        reading: {
          code: 'cap-after-uplift',
          text: '上浮30%后仍不超过2000元',
          textEn: 'The cap of 2000 holds after the 30 %',
        },
        lines: capped(raised(base)),
      },
      {
        reading: {
          code: 'cap-before-uplift',
          text: '按2000元封顶后再上浮30%，最高2600元',
          textEn: 'The 30 % come on top of the capped amount: 2600 at most',
        },
        lines: raised(capped(base)),
      },
    ],
    reading,
  );
};

const safety: MoneyRule = ({ certificate: got }) => {
  if (!got) return missing(needs.certificate);
  const figure = got.isRetest ? wenzhou.retest : wenzhou.operation;
  const texts = got.isRetest
    ? (['复审', 'Re-test'] as const)
    : (['取得操作证', 'Operation certificate'] as const);
  return amount([line(got.isRetest ? 'retest' : 'operation', texts, figure.value, figure.source)]);
};

const induction: MoneyRule = ({ classPeriods, certificate: got }) => {
  const { inductionPeriods: least, induction: figure } = wenzhou;
  if (classPeriods < least.value) {
    return nothing(
      'too-few-periods',
      [`班级不足 ${least.value} 课时。`, `The class has fewer than ${least.value} periods.`],
      least.source,
    );
  }
  if (!got) return nothing('no-certificate', ['没有考核合格。', 'The exam was not passed.'], figure.source);
  return amount([line('induction', ['岗前培训', 'Induction'], figure.value, figure.source)]);
};

const startUp: MoneyRule = ({ certificate: got }: MoneyFacts, { type }) => {
  const figure = /^[SI]YB/.test(type) ? wenzhou.startUpShort : wenzhou.startUpLong;
  if (!got) return nothing('no-certificate', ['没有取得合格证书。', 'No certificate.'], figure.source);
  return amount([line('start-up', [type, 'Start-up training'], figure.value, figure.source)]);
};

export const wenzhouRules: Record<string, MoneyRule> = {
  'wenzhou-certificate': certificate,
  'wenzhou-project': project,
  'wenzhou-safety': safety,
  'wenzhou-induction': induction,
  'wenzhou-apprentice': wenzhouApprentice,
  'wenzhou-start-up': startUp,
};
