import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { civilDayAfter } from '../../../server/policy/civil-day.ts';
import { type FilingFacts, filingWarnings } from '../../../server/policy/filing-warnings.ts';
import { holidays2026 } from '../../../server/policy/holidays-2026.ts';
import { newestProfiles } from '../../../server/policy/profiles.ts';
import { isOf } from '../../../sync/base/parse.ts';
import { PolicyWarning } from '../../../sync/contract/policy.ts';
import { rulesFor } from './money/money-facts.ts';

/** So many periods on each of some days in a row. */
function lessons(first: string, perDay: readonly number[]): FilingFacts['periods'] {
  return perDay.flatMap((count, index) =>
    Array.from({ length: count }, () => ({ day: civilDayAfter(first, index) })),
  );
}

/** An induction class in Suihua that nothing is wrong with, but for what is given. */
function warningsFor(profile: string, type: string, facts: Partial<FilingFacts> = {}) {
  const rules = rulesFor(profile, type);
  return filingWarnings({
    rules,
    calendar: holidays2026,
    filedDay: '2026-11-02',
    periods: lessons('2026-11-16', [8, 8, 8, 8]),
    periodMinutes: rules.periodMinutes.value,
    trainees: 30,
    classAdmins: 1,
    recording: { theory: true, practice: true },
    ...facts,
  });
}

const suihua = (facts?: Partial<FilingFacts>) => warningsFor('suihua-2019-enterprise', '岗前培训', facts);
const yiwu = (facts?: Partial<FilingFacts>) =>
  warningsFor('yiwu-2022', '适岗培训', { filedDay: '2026-11-11', ...facts });
const codes = (warnings: readonly PolicyWarning[]) => warnings.map(({ code }) => code);

test('a filing as it should be warns of nothing', () => {
  expect(suihua()).toEqual([]);
  expect(yiwu()).toEqual([]);
});

describe('minimum', () => {
  test('第五条(三): 29 periods of 岗前培训 are too few, 30 are enough', () => {
    expect(suihua({ periods: lessons('2026-11-16', [8, 8, 8, 5]) })).toMatchObject([
      { code: 'too-few-periods', field: 'periods', source: { clause: '第五条(三)' } },
    ]);
    expect(suihua({ periods: lessons('2026-11-16', [8, 8, 8, 6]) })).toEqual([]);
  });

  test('Yiwu 三: 「培训课时不含考核测试时间」', () => {
    const exam = { day: '2026-11-19', exam: true };
    const twentyThree = lessons('2026-11-16', [8, 8, 7]);
    expect(codes(yiwu({ periods: [...twentyThree, exam] }))).toEqual(['too-few-periods']);
  });

  test('Yiwu 附件5: a span of two days is too short, with a day between it is three', () => {
    const two = lessons('2026-11-16', [12, 12]);
    expect(yiwu({ periods: two })).toMatchObject([
      { code: 'too-few-days', source: { clause: '附件5', reading: {} } },
    ]);
    expect(yiwu({ periods: [...lessons('2026-11-16', [12]), ...lessons('2026-11-18', [12])] })).toEqual([]);
  });

  test('county 四(一)2: three days or 24 periods, one is enough', () => {
    const county = (perDay: readonly number[]) =>
      codes(warningsFor('county-2023', '岗前培训', { periods: lessons('2026-11-16', perDay) }));
    expect(county([12, 12])).toEqual([]);
    expect(county([2, 2, 2])).toEqual([]);
    expect(county([11, 12])).toEqual(['too-few-periods', 'too-few-days']);
  });
});

describe('第五条(三): eight periods a day', () => {
  test('a ninth is warned of, with its day', () => {
    const [warning, ...others] = suihua({ periods: lessons('2026-11-16', [8, 9, 8, 8]) });
    expect(others).toEqual([]);
    expect(warning).toMatchObject({
      code: 'too-many-periods-a-day',
      source: { phrase: '每天不超过 8 课时' },
    });
    expect(warning?.text).toContain('2026-11-17');
  });

  test('Yiwu has no maximum', () => {
    expect(yiwu({ periods: lessons('2026-11-16', [9, 9, 9]) })).toEqual([]);
  });
});

describe('filed in time', () => {
  test('第五条(二): five working days before 2026-11-16 is 2026-11-09', () => {
    expect(suihua({ filedDay: '2026-11-09' })).toEqual([]);
    const [warning] = suihua({ filedDay: '2026-11-10' });
    expect(warning).toMatchObject({ code: 'filed-late', field: null, source: { clause: '第五条(二)' } });
    expect(warning?.text).toContain('2026-11-09');
  });

  test('holidays and make-up days count: before a class of 2026-10-12 it is 2026-09-29', () => {
    // 10 October is worked, the 1st to the 7th are not: 10, 9, 8 October, 30 and 29 September.
    const periods = lessons('2026-10-12', [8, 8, 8, 8]);
    expect(codes(suihua({ periods, filedDay: '2026-09-29' }))).toEqual([]);
    expect(codes(suihua({ periods, filedDay: '2026-09-30' }))).toEqual(['filed-late']);
  });

  test('Yiwu 四(一): 「前5日内」 is read both ways', () => {
    expect(codes(yiwu({ filedDay: '2026-11-11' }))).toEqual([]);
    expect(codes(yiwu({ filedDay: '2026-11-12' }))).toEqual(['filed-late']);
    expect(codes(yiwu({ filedDay: '2026-11-10' }))).toEqual(['filed-early']);
  });

  test('the other reading can be the first: then early counts, and late is warned of, too', () => {
    const rules = rulesFor('yiwu-2022', '适岗培训');
    if (!rules.filing) throw new Error('Yiwu demands filing');
    const within = { ...rules.filing.value, reading: 'within', ambiguous: false } as const;
    const read = (filedDay: string) =>
      codes(yiwu({ rules: { ...rules, filing: { ...rules.filing, value: within } } as never, filedDay }));
    expect(read('2026-11-10')).toEqual(['filed-early']);
    expect(read('2026-11-13')).toEqual([]);
    expect(read('2026-11-17')).toEqual(['filed-late']);
  });

  test('Wenzhou 三(一): domestic workers’ induction may be filed on the day', () => {
    const domestic = (filedDay: string) =>
      codes(warningsFor('wenzhou-2020', '家政服务人员岗前培训', { filedDay }));
    expect(domestic('2026-11-16')).toEqual([]);
    expect(domestic('2026-11-17')).toEqual(['filed-late']);
  });

  test('calendar days do not ask for holidays', () => {
    const project = (filedDay: string) => codes(warningsFor('wenzhou-2020', '项目制培训', { filedDay }));
    expect(project('2026-11-11')).toEqual([]);
    expect(project('2026-11-12')).toEqual(['filed-late']);
  });
});

describe('class size', () => {
  test('Yiwu 四(一): 20 to 50 in principle; 附件5: 80', () => {
    expect(codes(yiwu({ trainees: 19 }))).toEqual(['too-few-people']);
    expect(codes(yiwu({ trainees: 20 }))).toEqual([]);
    expect(codes(yiwu({ trainees: 50 }))).toEqual([]);
    expect(codes(yiwu({ trainees: 51 }))).toEqual(['too-many-people']);
    expect(codes(yiwu({ trainees: 81 }))).toEqual(['too-many-people', 'over-capacity']);
  });

  test('Wenzhou 一(五): ten a group, four groups a year', () => {
    const groups = (trainees: number, classesThisYear: number) =>
      codes(warningsFor('wenzhou-2020', '以师带徒培训', { trainees, classesThisYear }));
    expect(groups(10, 4)).toEqual([]);
    expect(groups(11, 5)).toEqual(['too-many-people', 'too-many-classes']);
  });
});

describe('the plan itself', () => {
  test('第五条(三): 45 minutes are not the 40 of the text', () => {
    expect(suihua({ periodMinutes: 45 })).toMatchObject([{ code: 'period-length', field: 'periodMinutes' }]);
  });

  test('第五条(三), Yiwu 四(三): it records what is demanded', () => {
    expect(codes(suihua({ recording: { theory: false, practice: true } }))).toEqual(['recording-too-little']);
    expect(codes(suihua({ recording: { theory: true, practice: false } }))).toEqual([]);
    expect(codes(yiwu({ recording: { theory: true, practice: false } }))).toEqual(['recording-too-little']);
  });

  test('第五条(四): there is a class admin', () => {
    expect(suihua({ classAdmins: 0 })).toMatchObject([
      { code: 'no-class-teacher', source: { clause: '第五条(四)' } },
    ]);
  });
});

test('any filing under any rules: warnings of the contract, and none twice', () => {
  const all = newestProfiles().flatMap(({ types }) => types);
  const days = fc.integer({ min: 0, max: 40 }).map((n) => civilDayAfter('2026-11-16', n));
  const periods = fc.array(fc.record({ day: days, exam: fc.boolean() }), { maxLength: 80 });
  const filedDays = fc.integer({ min: -40, max: 40 }).map((n) => civilDayAfter('2026-11-16', n));
  fc.assert(
    fc.property(
      fc.constantFrom(...all),
      periods,
      filedDays,
      fc.nat(120),
      (rules, some, filedDay, trainees) => {
        const warnings = filingWarnings({
          rules,
          calendar: holidays2026,
          filedDay,
          periods: some,
          periodMinutes: 40,
          trainees,
          classAdmins: 0,
          recording: { theory: false, practice: false },
          classesThisYear: 6,
        });
        for (const warning of warnings) expect(isOf(PolicyWarning, warning)).toBe(true);
        expect(new Set(warnings.map(({ text }) => text)).size).toBe(warnings.length);
      },
    ),
  );
});
