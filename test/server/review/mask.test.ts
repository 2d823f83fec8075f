import { expect, test } from 'vitest';
import { maskIdNumber, maskName } from '../../../server/review/mask.ts';

test.each([
  ['张三', '张*'],
  ['张小三', '张*三'],
  ['欧阳娜娜', '欧**娜'],
  ['王', '*'],
  ['𠮷田', '𠮷*'],
])('%s is shown as %s', (name, masked) => {
  expect(maskName(name)).toBe(masked);
});

test('an ID number keeps three and four', () => {
  expect(maskIdNumber('231299199001010049')).toBe('231***********0049');
});
