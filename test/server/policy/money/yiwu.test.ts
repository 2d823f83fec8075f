import { describe, expect, test } from 'vitest';
import { amountFor, clausesOf, vocational, yuanOf } from './money-facts.ts';

const only = (type: string, facts: Parameters<typeof amountFor>[2]) => {
  const amount = amountFor('yiwu-2019', type, facts);
  expect(yuanOf(amount)).toHaveLength(1);
  return amount;
};

describe('Yiwu 2022 三: 600 yuan a certified trainee', () => {
  test('with a certificate, of a class of 24 periods', () => {
    const amount = amountFor('yiwu-2022', '适岗培训');
    expect(yuanOf(amount)).toEqual([600]);
    expect(clausesOf(amount)).toEqual(['三']);
  });

  test('nothing without a certificate, or for 23 periods', () => {
    const uncertified = { countedPeriods: 24, certificate: undefined } as never;
    expect(amountFor('yiwu-2022', '适岗培训', uncertified).kind).toBe('nothing');
    expect(amountFor('yiwu-2022', '适岗培训', { classPeriods: 23 }).kind).toBe('nothing');
  });
});

describe('Yiwu 2019 四(一): certificates', () => {
  test.each([
    ['senior-technician', 5000],
    ['technician', 4000],
    ['senior', 3000],
    ['middle', 1650],
    ['junior', 1500],
  ] as const)('%s: %i yuan', (level, yuan) => {
    const amount = only('职业资格培训', { certificate: vocational(level) });
    expect(yuanOf(amount)).toEqual([yuan]);
    expect(clausesOf(amount)).toEqual(['四(一)']);
  });

  test('专项合格证书: 900 yuan', () => {
    expect(yuanOf(only('职业资格培训', { certificate: { kind: 'special-ability' } }))).toEqual([900]);
  });

  test('四(二): +30 % for the trade-affected', () => {
    const amount = only('职业资格培训', { certificate: vocational('middle'), uplifts: ['trade-affected'] });
    expect(yuanOf(amount)).toEqual([2145]);
    expect(clausesOf(amount)).toEqual(['四(一)', '四(二)']);
  });

  test('what is not known is asked for', () => {
    expect(amountFor('yiwu-2019', '职业资格培训', { certificate: { kind: 'vocational' } }).kind).toBe(
      'missing',
    );
  });
});

describe('Yiwu 2019 四(一): 200 yuan a day of eight periods, ten days at most', () => {
  test('24 periods are three days', () => {
    expect(yuanOf(only('项目制培训', { countedPeriods: 24 }))).toEqual([600]);
  });

  test('96 periods are twelve days, and ten are paid', () => {
    const amount = only('项目制培训', { countedPeriods: 96 });
    expect(yuanOf(amount)).toEqual([2000]);
    expect(amount.kind === 'amount' && amount.lines.map(({ fen }) => fen)).toEqual([240_000, -40_000]);
  });

  test('60 periods are seven days and a half: both readings are shown', () => {
    const amount = amountFor('yiwu-2019', '项目制培训', { countedPeriods: 60 });
    expect(yuanOf(amount)).toEqual([1400, 1500]);
    expect(amount).toMatchObject({ reading: { code: 'whole-days', chosen: false } });
  });

  test('the chosen reading is the amount, and the other stays beside it', () => {
    const amount = amountFor('yiwu-2019', '项目制培训', { countedPeriods: 60 }, 'by-period');
    expect(yuanOf(amount)).toEqual([1500, 1400]);
    expect(amount).toMatchObject({ reading: { code: 'by-period', chosen: true } });
  });

  test('84 periods come to ten days either way', () => {
    expect(yuanOf(only('项目制培训', { countedPeriods: 84 }))).toEqual([2000]);
  });
});

describe('Yiwu 2019 四(三): uplifts, at most one a class', () => {
  const project = { countedPeriods: 24 } as const;

  test('a class of 30 earns +50 %, one of 31 does not', () => {
    expect(yuanOf(only('项目制培训', { ...project, classPeople: 30 }))).toEqual([900]);
    expect(yuanOf(only('项目制培训', { ...project, classPeople: 31 }))).toEqual([600]);
  });

  test.each([
    ['sent-in-province', 1800],
    ['sent-in-east-china', 2400],
    ['sent-beyond', 3000],
  ] as const)('%s: %i yuan for 600', (uplift, yuan) => {
    const amount = only('项目制培训', { ...project, uplifts: [uplift] });
    expect(yuanOf(amount)).toEqual([yuan]);
    expect(clausesOf(amount)).toEqual(['四(一)', '四(三)']);
  });

  test('where several fit they are alternatives, never a sum', () => {
    const facts = { ...project, classPeople: 20, uplifts: ['trade-affected', 'sent-in-province'] as const };
    const amount = amountFor('yiwu-2019', '项目制培训', { ...facts, uplifts: [...facts.uplifts] });
    expect(yuanOf(amount)).toEqual([780, 900, 1800]);
  });

  test('a reviewer chooses one', () => {
    const facts = { ...project, classPeople: 20, uplifts: ['trade-affected' as const] };
    expect(yuanOf(amountFor('yiwu-2019', '项目制培训', facts, 'small-class'))[0]).toBe(900);
  });

  test('key industries’ apprentices +50 %, and no uplift of another type', () => {
    const apprentice = { kind: 'employee' } as const;
    const senior = { apprentice, certificate: vocational('senior') };
    expect(yuanOf(only('企业新型学徒制培训', { ...senior, uplifts: ['key-industry'] }))).toEqual([9000]);
    expect(yuanOf(only('企业新型学徒制培训', { ...senior, uplifts: ['sent-beyond'] }))).toEqual([6000]);
  });
});

describe('Yiwu 2019 四(一): apprentices', () => {
  const employee = { kind: 'employee' } as const;

  test.each([
    [{ kind: 'pass' } as const, 3000],
    [vocational('junior'), 4000],
    [{ kind: 'special-ability' } as const, 4000],
    [vocational('middle'), 5000],
    [vocational('senior'), 6000],
  ])('%j: %i yuan', (certificate, yuan) => {
    expect(yuanOf(only('企业新型学徒制培训', { apprentice: employee, certificate }))).toEqual([yuan]);
  });

  test('a student: the allowance, 3000 yuan at most', () => {
    const student = (allowanceFen: number) => ({ kind: 'student', allowanceFen }) as const;
    expect(yuanOf(only('企业新型学徒制培训', { apprentice: student(240_000) }))).toEqual([2400]);
    expect(yuanOf(only('企业新型学徒制培训', { apprentice: student(360_000) }))).toEqual([3000]);
  });
});

describe('Yiwu 2019 四(一), 四(二): start-ups, safety, online', () => {
  test('SYB 1500, 互联网+ 1800', () => {
    expect(yuanOf(only('SYB创业培训', {}))).toEqual([1500]);
    expect(yuanOf(only('互联网+创业培训', {}))).toEqual([1800]);
  });

  test.each([
    ['manager', 300],
    ['construction', 500],
    ['welding', 890],
    ['low-voltage', 850],
    ['high-voltage', 1500],
    ['refrigeration', 850],
    ['height', 850],
  ] as const)('safety of %s: %i yuan (四(二))', (safety, yuan) => {
    const amount = only('安全技能培训', { safety });
    expect(yuanOf(amount)).toEqual([yuan]);
    expect(clausesOf(amount)).toEqual(['四(二)']);
  });

  test('online 20 yuan a period', () => {
    expect(yuanOf(only('互联网+职业技能培训', { countedPeriods: 30 }))).toEqual([600]);
  });
});
