import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wenzhouClassOf } from '../../../../server/policy/money/wenzhou-catalogue.ts';
import { amountFor, clausesOf, vocational, yuanOf } from './money-facts.ts';

const type = {
  project: '项目制培训',
  apprentice: '企业新型学徒制培训',
  certificate: '职业资格培训',
} as const;
const amount = (name: string, facts: Parameters<typeof amountFor>[2] = {}, reading?: string) =>
  amountFor('wenzhou-2020', name, facts, reading);

describe('Wenzhou 一(二)1: 25 yuan a period, 2000 at most', () => {
  test.each([
    [24, 600],
    [80, 2000],
    [81, 2000],
  ])('%i periods: %i yuan', (countedPeriods, yuan) => {
    expect(yuanOf(amount(type.project, { countedPeriods }))).toEqual([yuan]);
  });

  test('80 periods of a specific enterprise: 2000 or 2600, and a reviewer chooses', () => {
    const facts = { countedPeriods: 80, uplifts: ['specific-enterprise' as const] };
    expect(yuanOf(amount(type.project, facts))).toEqual([2000, 2600]);
    expect(amount(type.project, facts)).toMatchObject({
      reading: { code: 'cap-after-uplift', chosen: false },
    });
    expect(yuanOf(amount(type.project, facts, 'cap-before-uplift'))).toEqual([2600, 2000]);
  });

  test('70 periods raised: 2000 or 2275', () => {
    expect(yuanOf(amount(type.project, { countedPeriods: 70, uplifts: ['trade-affected'] }))).toEqual([
      2000, 2275,
    ]);
  });

  test('below the cap the readings are one', () => {
    const raised = amount(type.project, { countedPeriods: 24, uplifts: ['trade-affected'] });
    expect(yuanOf(raised)).toEqual([780]);
    expect(raised).toMatchObject({ reading: null });
    expect(clausesOf(raised)).toEqual(['一(二)1', '一(二)1']);
  });

  test('its lines come to its total, in every reading', () => {
    const uplifts = fc.subarray(['trade-affected' as const]);
    fc.assert(
      fc.property(fc.nat(400), uplifts, (countedPeriods, raised) => {
        const money = amount(type.project, { countedPeriods, uplifts: raised });
        if (money.kind !== 'amount') throw new Error('no amount');
        for (const { lines, totalFen } of [money, ...money.alternatives]) {
          expect(lines.reduce((sum, { fen }) => sum + fen, 0)).toBe(totalFen);
          expect(totalFen).toBeLessThanOrEqual(260_000);
        }
      }),
    );
  });

  test('一(二)1: special operations 500, a re-test 100', () => {
    const safety = '特种作业人员安全技能培训';
    expect(yuanOf(amount(safety, { certificate: { kind: 'operation' } }))).toEqual([500]);
    expect(yuanOf(amount(safety, { certificate: { kind: 'operation', isRetest: true } }))).toEqual([100]);
  });
});

describe('Wenzhou 附件1: certificates by class and level', () => {
  test.each([
    ['A', [1200, 1600, 2400, 3500, 4500]],
    ['B', [1000, 1200, 1800, 2800, 3800]],
    ['C', [800, 1000, 1500, 2500, 3500]],
  ] as const)('class %s', (occupationClass, yuan) => {
    const levels = ['junior', 'middle', 'senior', 'technician', 'senior-technician'] as const;
    const paid = levels.map((level) =>
      yuanOf(amount(type.certificate, { occupationClass, certificate: vocational(level) })),
    );
    expect(paid).toEqual(yuan.map((one) => [one]));
  });

  test('一(一)1: shortage trades +50 %', () => {
    const facts = { occupationClass: 'A' as const, certificate: vocational('junior'), isShortage: true };
    expect(yuanOf(amount(type.certificate, facts))).toEqual([1800]);
    expect(yuanOf(amount('以师带徒培训', facts))).toEqual([1800]);
  });

  test('一(一)1: 专项 600 and 800, without the uplift of shortage trades', () => {
    const of = (level: 'junior' | 'senior') =>
      yuanOf(amount(type.certificate, { certificate: { kind: 'special-ability', level }, isShortage: true }));
    expect(of('junior')).toEqual([600]);
    expect(of('senior')).toEqual([800]);
  });

  test('an occupation without a class is asked for', () => {
    expect(amount(type.certificate, { certificate: vocational('junior') })).toMatchObject({
      kind: 'missing',
      facts: [{ code: 'occupationClass' }],
    });
    expect(wenzhouClassOf('焊工')).toBe('A');
    expect(wenzhouClassOf('中式烹调师')).toBe('B');
    expect(wenzhouClassOf('保育员')).toBe('C');
    expect(wenzhouClassOf('网络主播')).toBeUndefined();
  });
});

describe('Wenzhou 一(四): a year of an apprentice', () => {
  const employee = (yuan: number) => ({ kind: 'employee', costFen: Math.round(yuan * 100) }) as const;
  const whole = (yuan: number) =>
    yuanOf(amount(type.apprentice, { apprentice: employee(yuan), certificate: vocational('junior') }));

  test.each([
    [3999.99, 3999.99],
    [4000, 4000],
    [5000, 4000],
    [6666.66, 4000],
    [6666.68, 4000],
    [8000, 4800],
    [10_000, 6000],
    [20_000, 6000],
  ])('a cost of %d yuan: %d yuan', (cost, paid) => {
    expect(whole(cost)[0]).toBeCloseTo(paid, 6);
  });

  test('half with a 培训合格证书 alone, parts of a fen dropped', () => {
    const half = (yuan: number) =>
      yuanOf(amount(type.apprentice, { apprentice: employee(yuan), certificate: { kind: 'pass' } }));
    expect(half(8000)).toEqual([2400]);
    expect(half(3999.99)).toEqual([1999.99]);
  });

  test('a student: the allowance up to 3000, if employed and insured', () => {
    const student = (yuan: number, employedAfter: boolean) =>
      amount(type.apprentice, {
        apprentice: { kind: 'student', allowanceFen: yuan * 100, employedAfter },
      });
    expect(yuanOf(student(2000, true))).toEqual([2000]);
    expect(yuanOf(student(4000, true))).toEqual([3000]);
    expect(student(2000, false)).toMatchObject({ kind: 'nothing', reason: { code: 'student-not-employed' } });
  });

  test('without the cost nothing is guessed', () => {
    expect(amount(type.apprentice, { apprentice: { kind: 'employee' } }).kind).toBe('missing');
  });

  test('any cost: min(6000, max(4000, 60 %)), or the cost below 4000', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), (costFen) => {
        const paid = amount(type.apprentice, {
          apprentice: { kind: 'employee', costFen },
          certificate: vocational('senior'),
        });
        const share = Math.floor((costFen * 60) / 100);
        const expected = costFen < 400_000 ? costFen : Math.min(600_000, Math.max(400_000, share));
        expect(paid).toMatchObject({ kind: 'amount', totalFen: expected });
      }),
    );
  });
});

describe('Wenzhou 一(三), 一(六): induction and start-ups', () => {
  test('induction of 8 periods 200, of 7 nothing', () => {
    expect(yuanOf(amount('企业岗前技能培训', { classPeriods: 8 }))).toEqual([200]);
    expect(yuanOf(amount('家政服务人员岗前培训', { classPeriods: 8 }))).toEqual([200]);
    expect(amount('企业岗前技能培训', { classPeriods: 7 }).kind).toBe('nothing');
  });

  test.each([
    ['SYB培训', 1000],
    ['IYB培训', 1000],
    ['网上创业培训', 1500],
    ['互联网+创业培训', 1500],
    ['8+X模拟公司创业实训', 1500],
  ])('%s: %i yuan', (name, yuan) => {
    expect(yuanOf(amount(name))).toEqual([yuan]);
  });
});
