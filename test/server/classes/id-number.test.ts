import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isIdNumber, normaliseIdNumber } from '../../../server/classes/id-number.ts';

// 11010519491231002X is the standard's own example (GB 11643-1999, appendix).
test.each(['11010519491231002X', '440524188001010014', '110101199001010015'])('%s is right', (number) => {
  expect(isIdNumber(number)).toBe(true);
});

test.each(['11010519491231002x', '110105194912310021', '1101051949123100', 'A10105194912310021', ''])(
  '%s is wrong',
  (number) => {
    expect(isIdNumber(number)).toBe(false);
  },
);

test('one digit mistyped is always noticed', () => {
  fc.assert(
    fc.property(fc.nat(16), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const digits = [...'110101199001010015'];
      digits[place] = String((Number(digits[place]) + by) % 10);
      return !isIdNumber(digits.join(''));
    }),
  );
});

test('a small x is read as X', () => {
  expect(isIdNumber(normaliseIdNumber('11010519491231002x'))).toBe(true);
});
