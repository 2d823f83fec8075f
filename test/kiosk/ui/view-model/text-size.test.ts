import { expect, test } from 'vitest';
import { textSize, widthEms } from '../../../../kiosk/ui/view-model/text-size.ts';

test('a Latin letter is about half as wide as a character', () => {
  expect(widthEms('签到')).toBe(2);
  expect(widthEms('09:52')).toBeCloseTo(2.75);
});

test('longer sentences are set smaller', () => {
  expect(textSize('未识别到本班人员，请联系班主任')).toBe('large');
  expect(textSize('手指太干，请哈一口气再按，或换手指')).toBe('medium');
  expect(textSize('Not recognised in this class. Please see the class admin')).toBe('small');
});
