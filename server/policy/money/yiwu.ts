import type { Amount, MoneyFacts, MoneyLine, Uplift } from '../../../sync/contract/money.ts';
import {
  amount,
  amountOfReadings,
  line,
  type MoneyRule,
  missing,
  needs,
  nothing,
  upliftLine,
  type Variant,
  yuan,
} from './lines.ts';
import { yiwu, yiwuDraft } from './yiwu-figures.ts';
import { yiwuProject } from './yiwu-project.ts';

/** 600 yuan a trainee with a certificate, of a class of 24 periods. */
const certified: MoneyRule = ({ certificate, classPeriods }) => {
  const { leastPeriods, certified: figure } = yiwuDraft;
  if (classPeriods < leastPeriods.value) {
    return nothing(
      'too-few-periods',
      [`班级不足 ${leastPeriods.value} 课时。`, `The class has fewer than ${leastPeriods.value} periods.`],
      leastPeriods.source,
    );
  }
  if (!certificate)
    return nothing('no-certificate', ['没有取得培训合格证书。', 'No certificate.'], figure.source);
  return amount([line('certified', ['取得培训合格证书', 'Certificate'], figure.value, figure.source)]);
};

const certificate: MoneyRule = ({ certificate: got, uplifts }, { reading }) => {
  if (!got) return missing(needs.certificate);
  const figure = got.kind === 'special-ability' ? yiwu.specialAbility : got.level && yiwu.levels[got.level];
  if (!figure) return missing(needs.certificate);
  const base = line('certificate', ['取得证书', 'Certificate'], figure.value, figure.source);
  return oneUplift([base], applying(uplifts, ['trade-affected']), reading);
};

const safety: MoneyRule = ({ safety: kind, uplifts }, { reading }) => {
  if (!kind) return missing(needs.safety);
  const figure = yiwu.safety[kind];
  const base = line('safety', ['安全技能培训', 'Safety training'], figure.value, figure.source);
  return oneUplift([base], applying(uplifts, ['trade-affected']), reading);
};

const apprentice: MoneyRule = (facts, { reading }) => {
  const base = apprenticeLine(facts);
  if ('kind' in base) return base;
  return oneUplift([base], applying(facts.uplifts, ['trade-affected', 'key-industry']), reading);
};

/** A year of it, by what was earned; of a student, the allowance up to its limit. */
function apprenticeLine({ apprentice: who, certificate: got }: MoneyFacts): MoneyLine | Amount {
  if (!who) return missing(needs.apprentice);
  if (who.kind === 'student') {
    const most = yiwu.apprentice.student;
    if (who.allowanceFen === undefined) return missing(needs.apprentice);
    const texts = [
      `实习津贴 ${yuan(who.allowanceFen)} 元，最高 ${yuan(most.value)} 元`,
      `Allowance of ${yuan(who.allowanceFen)} yuan, ${yuan(most.value)} at most`,
    ] as const;
    return line('student-apprentice', texts, Math.min(who.allowanceFen, most.value), most.source);
  }
  if (!got) return missing(needs.certificate);
  const figure = yiwu.apprentice[earned(got)];
  return line(
    'apprentice',
    ['职工学徒一年（最高）', 'A year of an apprentice (at most)'],
    figure.value,
    figure.source,
  );
}

function earned({
  kind,
  level,
}: NonNullable<MoneyFacts['certificate']>): 'pass' | 'junior' | 'middle' | 'senior' {
  if (kind === 'special-ability') return 'junior';
  if (kind !== 'vocational' || !level) return 'pass';
  return level === 'junior' || level === 'middle' ? level : 'senior';
}

const startUp: MoneyRule = (_facts, { type }) => {
  const figure = type.startsWith('SYB') ? yiwu.syb : yiwu.internet;
  return amount([line('start-up', [type, 'Start-up training'], figure.value, figure.source)]);
};

const online: MoneyRule = ({ countedPeriods }) => {
  const { value, source } = yiwu.onlinePeriod;
  const texts = [
    `${countedPeriods} 课时 × ${yuan(value)} 元（最高）`,
    `${countedPeriods} periods of ${yuan(value)} yuan at most`,
  ] as const;
  return amount([line('online', texts, countedPeriods * value, source)]);
};

const project: MoneyRule = (facts, { reading }) => {
  const small = facts.classPeople <= yiwu.smallClass.value;
  const possible = applying(
    [...(facts.uplifts ?? []), ...(small ? (['small-class'] as const) : [])],
    ['trade-affected', 'sent-in-province', 'sent-in-east-china', 'sent-beyond', 'small-class'],
  );
  const variants = yiwuProject(facts).flatMap((variant) => upliftVariants(variant, possible));
  return amountOfReadings(variants, reading);
};

type YiwuUplift = keyof typeof yiwu.uplifts;

function applying(uplifts: MoneyFacts['uplifts'], known: readonly YiwuUplift[]): readonly YiwuUplift[] {
  const given: readonly Uplift[] = uplifts ?? [];
  return known.filter((uplift) => given.includes(uplift));
}

function oneUplift(
  lines: readonly MoneyLine[],
  possible: readonly YiwuUplift[],
  reading: string | undefined,
): Amount {
  return amountOfReadings(upliftVariants({ reading: null, lines }, possible), reading);
}

/** 「最多上浮一次」: a reading for each uplift that fits, and never two together. */
function upliftVariants({ reading, lines }: Variant, possible: readonly YiwuUplift[]): readonly Variant[] {
  if (possible.length === 0) return [{ reading, lines }];
  return possible.map((uplift) => {
    const figure = yiwu.uplifts[uplift];
    const said = {
      code: [reading?.code, uplift].filter(Boolean).join('_'),
      text: [reading?.text, `取${upliftNames[uplift][0]}上浮 ${figure.value}%`].filter(Boolean).join('；'),
      textEn: [reading?.textEn, `${upliftNames[uplift][1]}, +${figure.value} %`].filter(Boolean).join('; '),
    };
    return { reading: said, lines: [...lines, upliftLine(uplift, lines, figure)] };
  });
}

const upliftNames: Record<YiwuUplift, readonly [string, string]> = {
  'trade-affected': ['受经贸摩擦影响', 'Affected by trade friction'],
  'sent-in-province': ['省内选送', 'Sent within the province'],
  'sent-in-east-china': ['华东地区选送', 'Sent within east China'],
  'sent-beyond': ['华东以外选送', 'Sent beyond east China'],
  'small-class': ['30人以内小班', 'Class of 30 or fewer'],
  'key-industry': ['重点产业学徒', 'Apprentice of a key industry'],
};

export const yiwuRules: Record<string, MoneyRule> = {
  'yiwu-2022': certified,
  'yiwu-certificate': certificate,
  'yiwu-project': project,
  'yiwu-safety': safety,
  'yiwu-apprentice': apprentice,
  'yiwu-start-up': startUp,
  'yiwu-online': online,
};
