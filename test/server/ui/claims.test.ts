import { describe, expect, test } from 'vitest';
import { newestProfiles } from '../../../server/policy/profiles.ts';
import {
  enteredUplifts,
  factFields,
  nextVoucherState,
  voucherStates,
  yuan,
} from '../../../server/ui/claims.ts';

test('fen are shown as yuan', () => {
  expect([0, 1, 32_50, 400_000, -60_000].map(yuan)).toEqual(['0.00', '0.01', '32.50', '4,000.00', '−600.00']);
});

test('a voucher’s next step; after the last there is none', () => {
  expect([null, ...voucherStates].map(nextVoucherState)).toEqual([...voucherStates, undefined]);
});

describe('what is asked for', () => {
  const rules = newestProfiles().flatMap(({ types }) => types.map(({ money }) => money.value));

  test.each([...new Set(rules)])('%s is known: not everything is asked', (rule) => {
    expect(factFields(rule).length).toBeLessThan(factFields('no such rule').length);
  });

  test('a small class is seen, not entered', () => expect(enteredUplifts).not.toContain('small-class'));
});
