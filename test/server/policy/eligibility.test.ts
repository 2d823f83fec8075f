import { describe, expect, test } from 'vitest';
import {
  ageAt,
  type EligibilityFacts,
  eligibilityWarnings,
  isMan,
} from '../../../server/policy/eligibility.ts';
import { rulesFor } from './money/money-facts.ts';

/** A number of nobody: born on a day, man or woman. Its check digit is nobody's business here. */
const born = (day: string, sex: 'man' | 'woman') =>
  `330300${day.replaceAll('-', '')}00${sex === 'man' ? 1 : 2}X`;

function warningsFor(profile: string, type: string, facts: Partial<EligibilityFacts> = {}) {
  return eligibilityWarnings({
    rules: rulesFor(profile, type),
    idNumber: born('1990-05-20', 'man'),
    contract: { signed: '2026-06-01', ends: '2028-05-31' },
    classStart: '2026-11-16',
    occupation: '焊工',
    level: '五级(初级工)',
    history: [],
    ...facts,
  });
}

const codes = (...given: Parameters<typeof warningsFor>) => warningsFor(...given).map(({ code }) => code);

describe('age by the day of birth', () => {
  test.each([
    ['2010-11-16', 16],
    ['2010-11-17', 15],
    ['2008-02-29', 18],
  ])('born on %s one is %i on 2026-11-16', (day, age) => {
    expect(ageAt(born(day, 'man'), '2026-11-16')).toBe(age);
  });

  test('a number without a day of birth has no age', () => {
    expect(ageAt('330300199013200012', '2026-11-16')).toBeUndefined();
  });

  test('the 17th digit is odd for men', () => {
    expect(isMan(born('1990-05-20', 'man'))).toBe(true);
    expect(isMan(born('1990-05-20', 'woman'))).toBe(false);
  });
});

describe('Wenzhou 五(一): men 16–60, women 16–50, in domestic work 55', () => {
  const project = (day: string, sex: 'man' | 'woman', type = '项目制培训') =>
    codes('wenzhou-2020', type, { idNumber: born(day, sex) });

  test.each([
    ['2010-11-17', 'man', ['too-young']],
    ['2010-11-16', 'man', []],
    ['1966-11-17', 'man', []],
    ['1966-11-16', 'man', []],
    ['1966-11-15', 'man', ['age-at-limit']],
    ['1965-11-17', 'man', ['age-at-limit']],
    ['1965-11-16', 'man', ['too-old']],
    ['1976-11-17', 'woman', []],
    ['1975-11-16', 'woman', ['too-old']],
  ] as const)('born %s, %s: %j', (day, sex, expected) => {
    expect(project(day, sex)).toEqual(expected);
  });

  test('a woman of 53 may be trained for domestic work', () => {
    expect(project('1973-05-01', 'woman')).toEqual(['too-old']);
    expect(project('1973-05-01', 'woman', '家政服务人员岗前培训')).not.toContain('too-old');
  });

  test('its clause and phrase are told', () => {
    expect(warningsFor('wenzhou-2020', '项目制培训', { idNumber: born('2012-01-01', 'man') })).toMatchObject([
      { field: 'people', source: { clause: '五(一)', phrase: '（男性16-60周岁，女性16-50周岁）' } },
    ]);
  });
});

describe('labour contract', () => {
  const induction = (signed: string, ends: string | null, classStart = '2026-11-16') =>
    codes('suihua-2019-enterprise', '岗前培训', { contract: { signed, ends }, classStart });

  test('第四条(一): a year long, counted with its last day', () => {
    expect(induction('2026-01-01', '2026-12-31')).toEqual([]);
    expect(induction('2026-01-01', '2026-12-30')).toEqual(['contract-too-short']);
    expect(induction('2026-01-01', null)).toEqual([]);
  });

  test('第四条(一): the class begins within a year of its signing', () => {
    expect(induction('2025-11-16', null)).toEqual([]);
    expect(induction('2025-11-15', null)).toEqual(['contract-too-old']);
    expect(induction('2026-11-17', null)).toEqual(['contract-later']);
  });

  test('Wenzhou 一(三)1: within twelve months', () => {
    const within = (signed: string) =>
      codes('wenzhou-2020', '企业岗前技能培训', { contract: { signed, ends: null } });
    expect(within('2025-11-16')).toEqual([]);
    expect(within('2025-11-15')).toEqual(['contract-too-old']);
  });

  test('one that is missing is told; Yiwu 2022 六(一): not of dispatched people', () => {
    expect(codes('yiwu-2022', '适岗培训', { contract: undefined })).toEqual(['contract-missing']);
    expect(codes('yiwu-2022', '适岗培训', { contract: undefined, isDispatched: true })).toEqual([]);
    expect(codes('wenzhou-2020', '项目制培训', { contract: undefined })).toEqual([]);
  });
});

describe('repeats', () => {
  const training = (day: string, occupation: string, level: string | null = '五级(初级工)') => ({
    day,
    occupation,
    level,
  });
  const induction = (...history: EligibilityFacts['history']) =>
    codes('suihua-2019-enterprise', '岗前培训', { history });

  test('第十二条: the third of a calendar year is the last, a fourth too many', () => {
    const two = [training('2026-03-01', '车工'), training('2026-07-01', '电工')];
    expect(induction(training('2026-03-01', '车工'))).toEqual([]);
    expect(induction(...two)).toEqual(['last-of-the-year']);
    expect(induction(...two, training('2026-08-01', '钳工'))).toEqual(['too-many-this-year']);
    expect(induction(...two, training('2025-12-31', '钳工'))).toEqual(['last-of-the-year']);
  });

  test('第十二条: the same occupation and level never again', () => {
    expect(induction(training('2020-03-01', '焊工'))).toEqual(['same-occupation-and-level']);
    expect(induction(training('2020-03-01', '焊工', '四级(中级工)'))).toEqual([]);
    expect(induction(training('2020-03-01', '焊工', null))).toEqual([]);
  });

  test('第十二条: however occupation and level are written', () => {
    for (const [occupation, level] of [
      ['焊 工', '五级（初级工）'],
      ['焊工\u200b', '五级 (初级工)'],
      ['焊工。', '五级初级工'],
    ] as const) {
      expect(induction(training('2020-03-01', occupation, level))).toEqual(['same-occupation-and-level']);
    }
  });

  test('county 四(一)3: the same again only in another year', () => {
    const county = (day: string) => codes('county-2023', '岗前培训', { history: [training(day, '焊工')] });
    expect(county('2026-01-01')).toEqual(['same-occupation-and-level']);
    expect(county('2025-12-31')).toEqual([]);
  });

  test('Yiwu 2022 六(二): what it does not say, the plan of 2019 says', () => {
    const [warning] = warningsFor('yiwu-2022', '适岗培训', { history: [training('2021-03-01', '焊工')] });
    expect(warning).toMatchObject({
      code: 'same-occupation-and-level',
      source: { clause: '六(二)', reading: {} },
    });
  });
});
