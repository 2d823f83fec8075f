import { expect, test } from 'vitest';
import { outOfForce } from '../../../server/policy/in-force.ts';
import { findProfile } from '../../../server/policy/profiles.ts';

const policy = { title: '操作细则', from: '2022-08-01', to: '2022-12-31' };

test('the first and the last day are in force', () => {
  expect(outOfForce(policy, ['2022-08-01', '2022-12-31'])).toEqual([]);
});

test('the first day outside is named', () => {
  expect(outOfForce(policy, ['2023-02-01', '2023-01-02', '2022-12-30'])).toMatchObject([
    { code: 'policy-out-of-force', text: expect.stringContaining('2023-01-02 起') },
  ]);
  expect(outOfForce(policy, ['2022-07-31'])).toHaveLength(1);
});

test('六(三) of Yiwu 2022: 「至2022年12月31日」', () => {
  const yiwu = findProfile('yiwu-2022');
  expect(yiwu && outOfForce(yiwu, ['2023-01-01'])).toHaveLength(1);
});

test('a text without an end is in force for good', () => {
  const suihua = findProfile('suihua-2019-enterprise');
  expect(suihua && outOfForce(suihua, ['2026-11-26'])).toEqual([]);
});
