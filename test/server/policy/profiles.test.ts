import { describe, expect, test } from 'vitest';
import { dutyOf, findProfile, newestProfiles, rulesOf } from '../../../server/policy/profiles.ts';
import { isOf } from '../../../sync/base/parse.ts';
import { Profile, type Source } from '../../../sync/contract/policy.ts';

const ids = [
  'suihua-2019-enterprise',
  'suihua-2019-key-groups',
  'yiwu-2022',
  'yiwu-2019',
  'wenzhou-2020',
  'county-2023',
];

describe('the five texts as data', () => {
  test('each part is there once, in its newest version', () => {
    expect(newestProfiles().map(({ id }) => id)).toEqual(ids);
  });

  test.each(newestProfiles().map((profile) => [profile.id, profile] as const))(
    '%s is of the contract',
    (_id, profile) => {
      expect(isOf(Profile, profile)).toBe(true);
    },
  );

  test.each(newestProfiles().map((profile) => [profile.id, profile] as const))(
    '%s names each type once',
    (_id, { types }) => {
      const names = types.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    },
  );

  test('articles that Suihua numbers 第十条 are cited by their heading', () => {
    const clauses = sourcesOf(findProfile('suihua-2019-key-groups')).map((source) =>
      source.kind === 'clause' ? source.clause : '',
    );
    expect(clauses.filter((clause) => /^第十条(\(|$)/.test(clause))).toEqual([]);
    expect(clauses.filter((clause) => clause.startsWith('第十条 ')).length).toBeGreaterThan(10);
  });

  test('Yiwu 2022 is marked as a draft, and no other', () => {
    expect(
      newestProfiles()
        .filter(({ draft }) => draft)
        .map(({ id }) => id),
    ).toEqual(['yiwu-2022']);
  });
});

describe('the rules of a plan', () => {
  test('the id of old plans means the part on employees', () => {
    const found = rulesOf({ profile: 'suihua-2019', trainingKind: '岗前培训' });
    expect(found?.profile.id).toBe('suihua-2019-enterprise');
    expect(found?.rules.leastPeriods?.value).toBe(30);
  });

  test('an unknown profile, version or type has none', () => {
    expect(rulesOf({ profile: 'nowhere-2019', trainingKind: '岗前培训' })).toBeUndefined();
    expect(rulesOf({ profile: 'suihua-2019', profileVersion: 9, trainingKind: '岗前培训' })).toBeUndefined();
    expect(rulesOf({ profile: 'suihua-2019', trainingKind: '创业培训' })).toBeUndefined();
  });

  test('「凡补必进，不进不补」 (第十一条) and 「不录不补」 (county 六) are found by their code', () => {
    const phraseOf = (profile: string, trainingKind: string) => {
      const rules = rulesOf({ profile, trainingKind })?.rules;
      const source = rules && dutyOf(rules, 'real-name')?.source;
      return source?.kind === 'clause' ? source.phrase : undefined;
    };
    expect(phraseOf('suihua-2019', '岗前培训')).toBe('凡补必进，不进不补');
    expect(phraseOf('county-2023', '项目制培训')).toBe('不录不补');
  });
});

function sourcesOf(value: unknown): Source[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('source' in value) return [value.source as Source];
  return Object.values(value).flatMap(sourcesOf);
}
