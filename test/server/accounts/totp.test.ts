import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base32, codeAt, otpauthUri, stepAt, stepOf } from '../../../server/accounts/totp.ts';

const secret = Buffer.from('12345678901234567890');

/** RFC 6238, appendix B (SHA-1): the last six of its eight digits. */
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i s the code is that of the RFC', (seconds, code) => {
  const now = seconds * 1_000;
  expect(codeAt(secret, stepAt(now))).toBe(code);
  expect(stepOf(secret, code, now)).toBe(stepAt(now));
});

/** RFC 4648, part 10, without its padding. */
test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('base 32 of %o', (text, expected) => expect(base32(Buffer.from(text))).toBe(expected));

describe('the telephone’s clock', () => {
  const now = 1_800_000_000_000;
  const at = (steps: number) => codeAt(secret, stepAt(now) + steps);
  test.each([-1, 0, 1])('may be %i steps off', (steps) => {
    expect(stepOf(secret, at(steps), now)).toBe(stepAt(now) + steps);
  });
  test.each([-2, 2])('may not be %i steps off', (steps) => {
    expect(stepOf(secret, at(steps), now)).toBeUndefined();
  });
});

test('nothing but six digits is ever a code', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((s) => !/^[0-9]{6}$/.test(s));
  fc.assert(fc.property(text, (code) => stepOf(secret, code, 0) === undefined));
});

test('the address holds what an authenticator reads', () => {
  const url = new URL(otpauthUri('wang@bureau', secret));
  expect([url.protocol, url.host]).toEqual(['otpauth:', 'totp']);
  expect(decodeURIComponent(url.pathname)).toBe('/课勤:wang@bureau');
  expect([url.searchParams.get('secret'), url.searchParams.get('issuer')]).toEqual([base32(secret), '课勤']);
});
