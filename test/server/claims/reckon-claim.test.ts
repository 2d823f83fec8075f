import { describe, expect, test } from 'vitest';
import { readAmount, reckonAmounts, undecided } from '../../../server/claims/amounts.ts';
import { claimDeadlines } from '../../../server/claims/deadlines.ts';
import { type ClaimInputs, reckonClaim } from '../../../server/claims/reckon-claim.ts';
import { findProfile } from '../../../server/policy/profiles.ts';
import type { ClaimFacts } from '../../../sync/contract/claims.ts';
import type { TrainingRules } from '../../../sync/contract/policy.ts';
import { idNumbers } from '../../helpers/sample-filing.ts';
import { samplePlan } from '../../helpers/sample-plan.ts';

const plan = samplePlan();
const { first, second } = idNumbers;

function rulesFor(profile: string, type: (rules: TrainingRules) => boolean): TrainingRules {
  const rules = findProfile(profile)?.types.find(type);
  if (!rules) throw new Error(`no such type in ${profile}`);
  return rules;
}
const suihua = rulesFor('suihua-2019-enterprise', ({ name }) => name === '岗前培训');
const yiwu2022 = rulesFor('yiwu-2022', ({ money }) => money.value === 'yiwu-2022');
const yiwuProject = rulesFor('yiwu-2019', ({ money }) => money.value === 'yiwu-project');
const wenzhouProject = rulesFor('wenzhou-2020', ({ money }) => money.value === 'wenzhou-project');
const county = rulesFor('county-2023', ({ money }) => money.value === 'county-enterprise');

const credited = (counted: number, total: number) => ({
  byPerson: new Map([
    ['per_1', { counted, total, countedDays: Math.ceil(counted / 8) }],
    ['per_2', { counted: total, total, countedDays: Math.ceil(total / 8) }],
  ]),
  classPeriods: total,
  classDays: Math.ceil(total / 8),
});
const confirmedAll = (rules: TrainingRules): ClaimFacts => ({
  ...{ class: {}, persons: [] },
  confirmed: rules.conditions.map(({ code }) => code),
});

function inputs(rules: TrainingRules, change: Partial<ClaimInputs> = {}): ClaimInputs {
  const passed = (certificate: string) => ({ passed: true, certificate });
  return {
    ...{ plan, rules },
    trainees: [
      { person: 'per_1', name: '赵一一', idNumber: first },
      { person: 'per_2', name: '钱二', idNumber: second },
    ],
    credited: credited(24, 24),
    facts: confirmedAll(rules),
    readings: [],
    registered: new Set(['per_1', 'per_2']),
    exams: new Map([
      ['per_1', passed('C1')],
      ['per_2', passed('C2')],
    ]),
    ...{ details: new Map(), history: [] },
    ...change,
  };
}
const blocks = (given: ClaimInputs) =>
  reckonClaim(given).reckoning.rows.map((row) => row.blocks.map(({ code }) => code));
const refusals = (given: ClaimInputs) => reckonClaim(given).refusals;
const totals = (given: ClaimInputs) => reckonClaim(given).reckoning.totals;

describe('who is claimed for', () => {
  test.each([
    ['Yiwu 2022 五(二) 80 %', yiwu2022, 20, 19, 24],
    ['Suihua 第五条(三) 70 %', suihua, 21, 20, 30],
  ])('%s: %j', (_name, rules, enough, tooFew, total) => {
    expect(blocks(inputs(rules, { credited: credited(enough, total) }))).toEqual([[], []]);
    const { rows } = reckonClaim(inputs(rules, { credited: credited(tooFew, total) })).reckoning;
    expect(rows.map((row) => row.blocks.map(({ code }) => code))).toEqual([['below-threshold'], []]);
    expect(rows[0]?.blocks[0]).toMatchObject({
      text: `出勤 ${tooFew}/${total} 节，未达到 ${rules.attendancePercent?.value}%`,
      source: rules.attendancePercent?.source,
    });
    expect(rows[0]?.amount).toBeNull();
  });

  test('who has not passed, or has no certificate number, is not (Suihua 第五条(五))', () => {
    const exams = (exam: { passed: boolean; certificate: string | null } | null) =>
      blocks(inputs(suihua, { exams: new Map(exam ? [['per_1', exam]] : []) }))[0];
    expect(exams({ passed: false, certificate: null })).toEqual(['exam-failed']);
    expect(exams({ passed: true, certificate: null })).toEqual(['no-certificate']);
    expect(exams(null)).toEqual(['no-exam']);
    expect(exams({ passed: true, certificate: 'GQPX120026000001' })).toEqual([]);
  });

  test('who has no credit, and who was left out, is not', () => {
    const facts = { ...confirmedAll(county), persons: [{ person: 'per_1', leftOut: true }] };
    const only = new Map([['per_1', { counted: 24, total: 24, countedDays: 3 }]]);
    expect(blocks(inputs(county, { facts, credited: { ...credited(24, 24), byPerson: only } }))).toEqual([
      ['left-out'],
      ['no-credit'],
    ]);
  });

  test('a class too short earns nothing (county 2023 四(一): 3 days or 24 periods)', () => {
    const short = { ...credited(16, 16), classPeriods: 16, classDays: 2 };
    expect(blocks(inputs(county, { credited: short }))).toEqual([['too-short'], ['too-short']]);
  });
});

describe('a claim is refused', () => {
  const codes = (given: ClaimInputs) => refusals(given).map(({ code }) => code);

  test.each([
    ['Suihua 第十一条', suihua, '第十一条「凡补必进，不进不补」'],
    ['county 2023 六', county, '六「不录不补」'],
  ])('without a registration number: %s', (_name, rules, cited) => {
    const [refusal, ...others] = refusals(inputs(rules, { registered: new Set(['per_2']) }));
    expect(others).toEqual([]);
    expect(refusal?.text).toBe(
      `1 名学员没有实名制登记号，不能申请补贴（${cited}）：请先录入登记号，或将其移出本次申请。`,
    );
  });

  test('and is not, when those without one are left out, or cannot be claimed for anyway', () => {
    const facts = { ...confirmedAll(suihua), persons: [{ person: 'per_1', leftOut: true }] };
    const registered = new Set(['per_2']);
    expect(codes(inputs(suihua, { registered, facts }))).toEqual([]);
    expect(codes(inputs(suihua, { registered, credited: credited(1, 24) }))).toEqual([]);
  });

  test('before the credit is approved', () =>
    expect(codes(inputs(suihua, { credited: undefined }))).toEqual(['no-approval']));

  test('for nobody', () => expect(codes(inputs(suihua, { exams: new Map() }))).toEqual(['nobody']));

  test('until what no software can see is confirmed', () => {
    const wanted = suihua.conditions.map(({ code }) => `confirm-${code}`);
    expect(wanted.length).toBeGreaterThan(0);
    expect(codes(inputs(suihua, { facts: { class: {}, persons: [], confirmed: [] } }))).toEqual(wanted);
  });

  test('until the facts that the amount needs are entered', () => {
    const certificates = rulesFor('wenzhou-2020', ({ money }) => money.value === 'wenzhou-certificate');
    const facts = {
      ...confirmedAll(certificates),
      class: { certificate: { kind: 'vocational', level: 'senior' } as const },
    };
    const credit = credited(300, 300);
    expect(codes(inputs(certificates, { facts, credited: credit }))).toEqual(['missing-occupationClass']);
    const whole = { ...facts, class: { ...facts.class, occupationClass: 'A' as const } };
    expect(codes(inputs(certificates, { facts: whole, credited: credit }))).toEqual([]);
  });
});

describe('sums', () => {
  test('county 2023 四(一)2: 300 yuan a person', () => {
    expect(totals(inputs(county))).toMatchObject({ claimed: 2, fen: 60_000, mostFen: null });
  });

  test('Suihua refers to another document: the sum is unset and never 0, the share is told', () => {
    expect(totals(inputs(suihua))).toMatchObject({
      ...{ claimed: 2, fen: null, mostFen: null },
      prepayment: { percent: 50, leastFen: null },
    });
  });

  test('Wenzhou with +30 %: 2000 and 2600 are both told, and a choice decides', () => {
    const facts = { ...confirmedAll(wenzhouProject), class: { uplifts: ['specific-enterprise' as const] } };
    const given = inputs(wenzhouProject, { facts, credited: credited(100, 100) });
    const { reckoning } = reckonClaim(given);
    expect(reckoning.totals).toMatchObject({ fen: 400_000, mostFen: 520_000 });
    expect(reckoning.readings.map(({ code, chosen }) => [code, chosen])).toEqual([
      ['cap-after-uplift', false],
      ['cap-before-uplift', false],
    ]);
    expect(undecided(reckoning)).toBe(2);
    const choice = { rules: wenzhouProject, forProjects: false, readings: ['cap-before-uplift'] };
    const chosen = reckonAmounts(reckoning.rows, choice);
    expect([chosen.totals.fen, chosen.totals.mostFen, undecided(chosen)]).toEqual([520_000, null, 0]);
    expect(chosen.readings[0]).toMatchObject({ code: 'cap-before-uplift', chosen: true });
    expect(reckonClaim({ ...given, readings: ['cap-before-uplift'] }).reckoning).toEqual(chosen);
  });

  test('a choice counts where it is one of the readings, the newest first', () => {
    const facts = { countedPeriods: 23, countedDays: 3, classPeriods: 24, classDays: 3, classPeople: 40 };
    const readings = ['cap-before-uplift', 'by-period', 'whole-days'];
    expect(readAmount(facts, { rules: yiwuProject, readings })).toMatchObject({ totalFen: 57_500 });
    expect(readAmount(facts, { rules: yiwuProject, readings: ['whole-days'] })).toMatchObject({
      totalFen: 40_000,
    });
  });
});

describe('warnings', () => {
  const training = (claim: string, occupation: string, day = '2026-01-05') => ({
    ...{ claim, person: 'per_x', idNumber: first, day, occupation, level: null },
  });
  const contract = { contractFrom: '2026-01-01', contractTo: '2027-12-31' };
  const details = new Map([first, second].map((number) => [number, contract]));
  const codes = (history: ClaimInputs['history']) =>
    reckonClaim(inputs(suihua, { history, details })).reckoning.rows.map((row) =>
      row.warnings.map(({ code }) => code),
    );

  test('a fourth subsidy in a calendar year (Suihua 第十二条), looked up by ID number', () => {
    const three = ['甲', '乙', '丙'].map((occupation, i) => training(`clm_${i}`, occupation));
    expect(codes(three)).toEqual([['too-many-this-year'], []]);
    expect(codes(three.map((one) => ({ ...one, day: '2025-12-31' })))).toEqual([[], []]);
  });

  test('the same occupation and level again', () => {
    expect(codes([training('clm_1', plan.occupation, '2024-01-05')])).toEqual([
      ['same-occupation-and-level'],
      [],
    ]);
  });
});

describe('deadlines', () => {
  const calendar = { holidays: ['2026-03-09'], makeUpDays: [], years: new Set([2026]) };
  const at = (day: string) => Date.parse(`${day}T12:00:00+08:00`);
  const steps = (now: string, done: Partial<Parameters<typeof claimDeadlines>[3]> = {}) =>
    claimDeadlines(suihua, plan, calendar, {
      ...{ now: at(now), submittedAt: null, acceptedAt: null, paidAt: null },
      ...done,
    }).map(({ step, from, day, over }) => `${step} ${from}>${day}${over ? ' over' : ''}`);

  test('Suihua 第六条(一): claim 10 working days after the exam, shown 5, paid in 15, each after the one before', () => {
    expect(steps('2026-03-17')).toEqual([
      'claim 2026-03-02>2026-03-17',
      'publicity 2026-03-17>2026-03-24',
      'payment 2026-03-24>2026-04-14',
    ]);
  });

  test('one that is over is told, and no more once it is done', () => {
    expect(steps('2026-03-18')[0]).toBe('claim 2026-03-02>2026-03-17 over');
    const acceptedAt = at('2026-03-18');
    expect(steps('2026-05-01', { submittedAt: at('2026-03-10'), acceptedAt })).toEqual([
      'claim 2026-03-02>2026-03-17',
      'publicity 2026-03-18>2026-03-25',
      'payment 2026-03-25>2026-04-15 over',
    ]);
    expect(
      steps('2026-05-01', { submittedAt: at('2026-03-10'), acceptedAt, paidAt: at('2026-04-01') })[2],
    ).toBe('payment 2026-03-25>2026-04-15');
  });

  test('a year without its holidays is told', () => {
    const known = (years: readonly number[]) =>
      claimDeadlines(
        suihua,
        plan,
        { ...calendar, years: new Set(years) },
        {
          ...{ now: at('2026-03-17'), submittedAt: null, acceptedAt: null, paidAt: null },
        },
      ).map(({ holidaysKnown }) => holidaysKnown);
    expect([known([2026]), known([2025])]).toEqual([
      [true, true, true],
      [false, false, false],
    ]);
  });
});
