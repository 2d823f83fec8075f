import { describe, expect, test } from 'vitest';
import { demandedFigures, titleOf } from './demanded-figures.ts';
import { problemOf } from './find-figure.ts';

describe('figures that the rules demand, by clause', () => {
  test.each(demandedFigures.map((demand) => [titleOf(demand), demand] as const))('%s', (_title, demand) => {
    expect(problemOf(demand)).toBeUndefined();
  });

  test('no two ask for the same', () => {
    const titles = demandedFigures.map(titleOf);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('what the product does not say is missed', () => {
  const [figure] = demandedFigures;
  if (!figure) throw new Error('nothing is demanded');

  test.each([
    ['another value', { ...figure, value: 41 }],
    ['another clause', { ...figure, clause: '第六条' }],
    ['a type that is not there', { ...figure, type: '不存在的培训' }],
    ['a duty that is not there', { ...figure, at: 'duty:e-voucher', value: undefined }],
    ['money that is not there', { ...figure, at: 'money:bonus' }],
  ])('%s', (_what, demand) => {
    expect(problemOf(demand)).toBeDefined();
  });
});
