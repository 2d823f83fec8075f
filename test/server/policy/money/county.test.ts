import { describe, expect, test } from 'vitest';
import { amountFor, clausesOf, vocational, yuanOf } from './money-facts.ts';

const amount = (name: string, facts: Parameters<typeof amountFor>[2] = {}) =>
  amountFor('county-2023', name, facts);

describe('county 四(一)2: employees', () => {
  test.each([
    [24, 2],
    [10, 3],
  ])('%i periods on %i days earn 300 yuan', (classPeriods, classDays) => {
    const paid = amount('岗前培训', { classPeriods, classDays });
    expect(yuanOf(paid)).toEqual([300]);
    expect(clausesOf(paid)).toEqual(['四(一)2']);
  });

  test('neither three days nor 24 periods earn nothing', () => {
    expect(amount('岗前培训', { classPeriods: 23, classDays: 2 })).toMatchObject({
      kind: 'nothing',
      reason: { code: 'too-short' },
    });
  });

  test('a year of an apprentice 5000 yuan', () => {
    expect(yuanOf(amount('企业新型学徒制培训'))).toEqual([5000]);
  });
});

describe('county 四(二): key groups', () => {
  const employed = { people: 32, of: 40 };

  test.each([
    [1, 150],
    [10, 1500],
    [11, 1600],
    [45, 5000],
    [46, 5000],
  ])('%i days: %i yuan', (countedDays, yuan) => {
    expect(yuanOf(amount('项目制培训', { countedDays, employed }))).toEqual([yuan]);
  });

  test('the cap is a line of its own', () => {
    const paid = amount('订单式培训', { countedDays: 50, employed });
    expect(paid.kind === 'amount' && paid.lines.map(({ fen }) => fen)).toEqual([150_000, 400_000, -50_000]);
  });

  test('80 % found work: the number itself is enough', () => {
    expect(amount('项目制培训', { employed: { people: 31, of: 40 } })).toMatchObject({
      kind: 'nothing',
      reason: { code: 'too-few-employed', source: { clause: '四(二)' } },
    });
    expect(amount('项目制培训', {}).kind).toBe('missing');
  });
});

describe('county 五(三): new certificates', () => {
  test('初级工 400, 中级工 600 as the first, 高级工 800', () => {
    const of = (level: 'junior' | 'middle' | 'senior') =>
      yuanOf(amount('新增技能人才取证', { certificate: { ...vocational(level), isFirst: true } }));
    expect([of('junior'), of('middle'), of('senior')]).toEqual([[400], [600], [800]]);
  });

  test('an operation certificate 400 as the first, and nothing as another', () => {
    const of = (isFirst: boolean) =>
      amount('新增技能人才取证', { certificate: { kind: 'operation', isFirst } });
    expect(yuanOf(of(true))).toEqual([400]);
    expect(of(false).kind).toBe('nothing');
  });

  test('levels that the text does not list earn nothing', () => {
    expect(amount('新增技能人才取证', { certificate: vocational('technician') })).toMatchObject({
      kind: 'nothing',
      reason: { code: 'level-not-listed' },
    });
  });
});

test('county 四(三): start-ups are paid by another document: unset, never 0', () => {
  expect(amount('创业培训')).toMatchObject({ kind: 'unset', reason: { source: { clause: '四(三)' } } });
});
