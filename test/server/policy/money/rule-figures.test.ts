import { expect, test } from 'vitest';
import { amountFigures } from '../../../../server/policy/money/rule-figures.ts';
import { newestProfiles } from '../../../../server/policy/profiles.ts';
import type { AmountFigure } from '../../../../sync/contract/policy.ts';

/** The number as the text writes it, without its spaces. */
const written: Record<AmountFigure['unit'], (value: number) => RegExp> = {
  fen: (value) => new RegExp(`(^|\\D)${value / 100}($|元|、)`),
  percent: (value) => new RegExp(`(^|\\D)${value}%`),
  days: (value) => new RegExp(`(^|\\D)${value}天`),
  periods: (value) => new RegExp(`(^|\\D)${value}(个标准)?(课时|学时)`),
  people: (value) => new RegExp(`(^|\\D)${value}人`),
  times: () => /一次/,
};

test.each(
  amountFigures().map((figure) => [`${figure.rule} ${figure.value} ${figure.unit}`, figure] as const),
)('%s is the number of its phrase', (_name, { unit, value, source }) => {
  if (source.kind !== 'clause') throw new Error('amounts rest on clauses');
  expect(source.phrase.replaceAll(/\s/g, '')).toMatch(written[unit](value));
});

test('every rule that a type names has its figures, and no other rule has', () => {
  const named = newestProfiles().flatMap(({ types }) => types.map(({ money }) => money.value));
  const shown = new Set(amountFigures().map(({ rule }) => rule));
  expect([...shown].sort()).toEqual([...new Set(named)].filter((rule) => rule !== 'elsewhere').sort());
});
