import type { Amount, MoneyFacts, MoneyLine } from '../../../sync/contract/money.ts';
import type { Figure, Source } from '../../../sync/contract/policy.ts';

/** Reckons one person by one rule of one text. `reading`: which reading a reviewer chose. */
export type MoneyRule = (facts: MoneyFacts, about: RuleContext) => Amount;

interface RuleContext {
  /** Name of the training type. */
  readonly type: string;
  readonly reading: string | undefined;
}

interface Said {
  readonly code: string;
  readonly text: string;
  readonly textEn: string;
}

/** One way to read the text; null where there is only one. */
export interface Variant {
  readonly reading: Said | null;
  readonly lines: readonly MoneyLine[];
}

const sumOf = (lines: readonly MoneyLine[]): number => lines.reduce((sum, { fen }) => sum + fen, 0);

/** An amount that can be read in one way only. */
export function amount(lines: readonly MoneyLine[]): Amount {
  return amountOfReadings([{ reading: null, lines }], undefined);
}

/** The chosen reading, else the lowest; readings that come to the same sum are one. */
export function amountOfReadings(variants: readonly Variant[], chosen: string | undefined): Amount {
  const rising = [...variants].sort((a, b) => sumOf(a.lines) - sumOf(b.lines));
  const different = rising.filter(
    (variant, index) => index === 0 || sumOf(variant.lines) !== sumOf(rising[index - 1]?.lines ?? []),
  );
  const wanted = variants.find(({ reading }) => reading !== null && reading.code === chosen);
  const taken = wanted ?? different[0];
  if (!taken) throw new Error('a rule of money must give at least one reading');
  const isOpen = different.length > 1;
  return {
    kind: 'amount',
    lines: [...taken.lines],
    totalFen: sumOf(taken.lines),
    reading: taken.reading && isOpen ? { ...taken.reading, chosen: wanted !== undefined } : null,
    alternatives: different
      .filter(({ lines }) => sumOf(lines) !== sumOf(taken.lines))
      .flatMap(({ reading, lines }) =>
        reading ? [{ ...reading, lines: [...lines], totalFen: sumOf(lines) }] : [],
      ),
  };
}

export function line(code: string, texts: readonly [string, string], fen: number, source: Source): MoneyLine {
  return { code, text: texts[0], textEn: texts[1], fen, source };
}

/** What is above the cap, taken off; nothing where the sum stays below it. */
export function capLine(lines: readonly MoneyLine[], cap: Figure<number>): MoneyLine[] {
  const over = sumOf(lines) - cap.value;
  if (over <= 0) return [];
  return [
    line(
      'cap',
      [`超过上限 ${yuan(cap.value)} 元的部分`, `Above the cap of ${yuan(cap.value)} yuan`],
      -over,
      cap.source,
    ),
  ];
}

/** So many percent of the lines on top; parts of a fen are dropped. */
export function upliftLine(code: string, lines: readonly MoneyLine[], percent: Figure<number>): MoneyLine {
  const fen = Math.floor((sumOf(lines) * percent.value) / 100);
  return line(code, [`上浮 ${percent.value}%`, `Raised by ${percent.value} %`], fen, percent.source);
}

export function missing(...facts: readonly Said[]): Amount {
  return { kind: 'missing', facts: [...facts] };
}

export function nothing(code: string, texts: readonly [string, string], source: Source): Amount {
  return { kind: 'nothing', reason: { code, text: texts[0], textEn: texts[1], source } };
}

/** Fen as people write yuan: 25, 32.50. */
export function yuan(fen: number): string {
  return fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);
}

export const needs = {
  certificate: {
    code: 'certificate',
    text: '请填写证书类别和等级。',
    textEn: 'Enter the certificate and its level.',
  },
  occupationClass: {
    code: 'occupationClass',
    text: '请填写职业（工种）属于附件1的 A、B、C 哪一类。',
    textEn: 'Enter whether annex 1 has the occupation under A, B or C.',
  },
  safety: {
    code: 'safety',
    text: '请填写安全技能培训的类别。',
    textEn: 'Enter the kind of safety training.',
  },
  apprentice: {
    code: 'apprentice',
    text: '请填写学徒类型和本年度实际培训费或实习津贴。',
    textEn: 'Enter the kind of apprentice and the cost or allowance of the year.',
  },
  employed: {
    code: 'employed',
    text: '请填写培训后就业的人数。',
    textEn: 'Enter how many found work after the training.',
  },
} as const;
