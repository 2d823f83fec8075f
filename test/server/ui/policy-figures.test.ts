import { describe, expect, test } from 'vitest';
import { amountFigures } from '../../../server/policy/money/rule-figures.ts';
import { newestProfiles, rulesOf } from '../../../server/policy/profiles.ts';
import { figureTable } from '../../../server/ui/policy-figures.ts';
import { en } from '../../../server/ui/text/en.ts';
import { zhCN } from '../../../server/ui/text/zh-CN.ts';
import type { TrainingRules } from '../../../sync/contract/policy.ts';

const zh = { words: zhCN.policy, language: 'zh' } as const;
const amounts = amountFigures();
const types = newestProfiles().flatMap((profile) =>
  profile.types.map((rules) => [`${profile.id} ${rules.name}`, rules] as const),
);

describe('every figure of every type is shown', () => {
  test.each(types)('%s', (_name, rules) => {
    const { rows, silent } = figureTable(rules, [], zh);
    const figures = Object.values(rules).filter((value) => typeof value === 'object' && value !== null);
    const lists = rules.conditions.length + rules.duties.length + rules.deadlines.length;
    expect(rows).toHaveLength(figures.length - 3 + lists);
    const nulls = Object.values(rules).filter((value) => value === null);
    expect(silent).toHaveLength(nulls.length);
    for (const { label, value } of rows) expect(label && value).toBeTruthy();
  });
});

const of = (profile: string, trainingKind: string): TrainingRules => {
  const found = rulesOf({ profile, trainingKind });
  if (!found) throw new Error('no such rules');
  return found.rules;
};

test('it reads as people say it', () => {
  const rows = figureTable(of('yiwu-2022', '适岗培训'), amounts, zh).rows;
  const said = (label: string) => rows.find((row) => row.label === label)?.value;
  expect(said('每课时')).toBe('45 分钟');
  expect(said('开班备案')).toBe('至少提前 5 个自然日（另一读法也提示）');
  expect(said('出勤率')).toBe('不低于 80%');
  expect(said('台账')).toBe('5 项');
  expect(rows.find(({ label }) => label === '台账')?.items?.[0]).toBe('培训方案');
});

test('in English, too', () => {
  const { rows } = figureTable(of('county-2023', '岗前培训'), amounts, { words: en.policy, language: 'en' });
  expect(rows.find(({ label }) => label === 'Least periods')?.value).toBe(
    '24 periods (this or the days: one is enough)',
  );
});

test('amounts are shown with the type that they are paid for', () => {
  const { rows } = figureTable(of('wenzhou-2020', '项目制培训'), amounts, zh);
  const said = rows.filter(({ label }) => label === '金额与比例').map(({ value }) => value);
  expect(said).toEqual(['25 元', '2000 元', '30%']);
});

test('a rule of money that has no figures is one that refers elsewhere', () => {
  const without = types.filter(
    ([, rules]) => !figureTable(rules, amounts, zh).rows.some(({ label }) => label === '金额与比例'),
  );
  expect([...new Set(without.map(([, { money }]) => money.value))]).toEqual(['elsewhere']);
});
