import { expect, test } from 'vitest';
import { readPastedNumbers } from '../../../server/claims/pasted-numbers.ts';
import { isAppError } from '../../../sync/base/errors.ts';

const trainees = [
  { person: 'p1', idNumber: '231202199001010218' },
  { person: 'p2', idNumber: '231202199001010226' },
];
const malformed = { zh: '缺少券号', en: 'has no voucher number' };
const read = (text: string) => readPastedNumbers(text, trainees, malformed);

test('a number a trainee', () => {
  expect(read('身份证号,券号\n231202199001010218,A-1\n231202199001010226,A-2')).toEqual([
    { line: 2, person: 'p1', number: 'A-1' },
    { line: 3, person: 'p2', number: 'A-2' },
  ]);
});

test('none, one with other signs and one that stands there twice are told by their lines', () => {
  const faultOf = (text: string): string => {
    try {
      read(text);
    } catch (error) {
      if (isAppError(error)) return error.zh ?? '';
    }
    return 'taken';
  };
  expect(faultOf('231202199001010218\n231202199001010226,A 2')).toBe(
    '没有改动：第1行 缺少券号；第2行 缺少券号。',
  );
  expect(faultOf('231202199001010218,A-1\n231202199001010226,A-1')).toContain('第2行 编号与第1行相同');
});
