import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountOf, prepaymentOf } from '../../../server/policy/money.ts';
import { newestProfiles } from '../../../server/policy/profiles.ts';
import { isOf } from '../../../sync/base/parse.ts';
import { Amount, MoneyFacts } from '../../../sync/contract/money.ts';
import { amountFor, rulesFor } from './money/money-facts.ts';

const types = newestProfiles().flatMap(({ id, types }) =>
  types.map((rules) => [`${id} ${rules.name}`, rules] as const),
);

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const level = fc.constantFrom('junior', 'middle', 'senior', 'technician', 'senior-technician');
const facts = fc
  .record({
    countedPeriods: fc.nat(400),
    countedDays: fc.nat(100),
    classPeriods: fc.nat(400),
    classDays: fc.nat(100),
    classPeople: fc.nat(100),
    certificate: optional(
      fc.record({ kind: fc.constantFrom('pass', 'vocational', 'special-ability', 'operation'), level }),
    ),
    occupationClass: optional(fc.constantFrom('A', 'B', 'C')),
    isShortage: optional(fc.boolean()),
    safety: optional(fc.constantFrom('manager', 'welding', 'height')),
    apprentice: optional(
      fc.record({
        kind: fc.constantFrom('employee', 'student'),
        costFen: fc.nat(3_000_000),
        allowanceFen: fc.nat(3_000_000),
        employedAfter: fc.boolean(),
      }),
    ),
    uplifts: optional(
      fc.uniqueArray(fc.constantFrom('trade-affected', 'sent-beyond', 'key-industry', 'specific-enterprise')),
    ),
    employed: optional(fc.record({ people: fc.nat(40), of: fc.nat(40) })),
  })
  .map(
    (given) =>
      Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as MoneyFacts,
  );

describe('whatever the facts', () => {
  test.each(types)(
    '%s: whole fen, lines that come to the total, the lowest reading first',
    (_name, rules) => {
      fc.assert(
        fc.property(facts, (given) => {
          expect(isOf(MoneyFacts, given)).toBe(true);
          const amount = amountOf(rules, given);
          expect(isOf(Amount, amount)).toBe(true);
          if (amount.kind !== 'amount') return;
          for (const { lines, totalFen } of [amount, ...amount.alternatives]) {
            expect(lines.reduce((sum, { fen }) => sum + fen, 0)).toBe(totalFen);
          }
          for (const other of amount.alternatives) expect(other.totalFen).toBeGreaterThan(amount.totalFen);
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe('what a text refers elsewhere is unset', () => {
  test.each([
    ['suihua-2019-enterprise', '岗前培训', '第六条'],
    ['suihua-2019-key-groups', '就业技能培训', '第十条 培训补贴的申请及拨付'],
  ])('%s %s (%s)', (profile, type, clause) => {
    expect(amountFor(profile, type)).toMatchObject({
      kind: 'unset',
      reason: { code: 'elsewhere', source: { clause } },
    });
  });
});

describe('prepayment', () => {
  const enterprise = rulesFor('suihua-2019-enterprise', '岗前培训');
  const keyGroups = rulesFor('suihua-2019-key-groups', '就业技能培训');

  test('第五条(二): at least half, a part of a fen counts up', () => {
    expect(prepaymentOf(enterprise, { totalFen: 33_333, forProjects: false })).toMatchObject({
      percent: 50,
      leastFen: 16_667,
      source: { clause: '第五条(二)' },
    });
  });

  test('第十条 培训的组织管理(二): 70 % for 去产能 and 项目制', () => {
    expect(prepaymentOf(keyGroups, { totalFen: 100_000, forProjects: true })).toMatchObject({
      percent: 70,
      leastFen: 70_000,
    });
  });

  test('of an amount that is unset only the share is known', () => {
    expect(prepaymentOf(enterprise, { totalFen: null, forProjects: false })).toMatchObject({
      leastFen: null,
    });
  });

  test('Yiwu pays nothing before', () => {
    expect(prepaymentOf(rulesFor('yiwu-2019', '项目制培训'), { totalFen: 1, forProjects: true })).toBeNull();
  });
});
