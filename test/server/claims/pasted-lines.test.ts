import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doubled, readPastedLines, refuseFaults } from '../../../server/claims/pasted-lines.ts';
import { isAppError } from '../../../sync/base/errors.ts';
import { idNumbers } from '../../helpers/sample-filing.ts';

const { first, second, teacher } = idNumbers;
const trainees = [
  { person: 'per_1', idNumber: first },
  { person: 'per_2', idNumber: second },
];
const read = (text: string) => readPastedLines(text, trainees);
const both = [
  { line: 1, person: 'per_1', cells: ['A1'] },
  { line: 2, person: 'per_2', cells: ['B2'] },
];

describe('lines', () => {
  test.each([
    ['commas', `${first},A1\n${second},B2`],
    ['tabs, as Excel copies them', `${first}\tA1\r\n${second}\tB2\r\n`],
    ['Chinese commas', `${first}，A1\n${second}，B2`],
    ['old line ends', `${first},A1\r${second},B2`],
    ['quotes', `"${first}","A1"\n="${second}",="B2"`],
    ['a leading apostrophe', `'${first},A1\n'${second},B2`],
    ['full-width digits and spaces', `${first.replaceAll('2', '２')}, A1\n ${second} ,B2 `],
    ['a byte order mark', `\uFEFF${first},A1\n${second},B2`],
  ])('%s', (_name, text) => expect(read(text)).toEqual({ lines: both, faults: [] }));

  test('a head and empty lines are passed over, and lines are counted as the spreadsheet does', () => {
    const { lines, faults } = read(`身份证号,登记号\n\n${first},A1\n,\n${second},B2`);
    expect([lines.map(({ line }) => line), faults]).toEqual([[3, 5], []]);
  });
});

describe('faults name their line', () => {
  test.each([
    [`${first},A1\n231299199001010031,B2`, 2, '身份证校验位错误'],
    [`231299900101003,A1`, 1, '身份证号为15位旧号码，请填写18位号码'],
    [`2.31299E+17,A1`, 1, '末几位已丢失'],
    [`${first},A1\n${teacher},B2`, 2, '不是本班学员'],
    [`${first},A1\n${second},B2\n${first},A3`, 3, '与第1行身份证号相同'],
    [`${first},A1\n姓名,B2`, 2, '身份证号应为18位数字'],
  ])('%j', (text, line, zh) => {
    const { faults } = read(text);
    expect(faults.map((fault) => fault.line)).toEqual([line]);
    expect(faults[0]?.zh).toContain(zh);
  });

  test('a value that stands twice', () => {
    const lines = [
      { line: 2, value: 'A1' },
      { line: 4, value: 'B2' },
      { line: 7, value: 'A1' },
    ];
    expect(doubled(lines)).toEqual([{ line: 7, zh: '编号与第2行相同', en: 'has the number of line 2' }]);
  });

  test('one sentence tells the first ten in order, and how many are left', () => {
    const faults = Array.from({ length: 12 }, (_, i) => ({ line: 12 - i, zh: '错误', en: 'is wrong' }));
    try {
      refuseFaults(faults);
      expect.unreachable();
    } catch (error) {
      expect(isAppError(error, 'invalid_input') && error.zh).toBe(
        `没有改动：${Array.from({ length: 10 }, (_, i) => `第${i + 1}行 错误`).join('；')}；另有2行。`,
      );
    }
  });
});

test('whatever is pasted, every line that says something is read or found wrong, once', () => {
  const cell = fc.oneof(fc.constantFrom(first, second, teacher, '', ' ', '身份证号', '2.3E+17'), fc.string());
  const rows = fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 20 });
  fc.assert(
    fc.property(
      rows,
      fc.constantFrom(',', '\t', '，'),
      fc.constantFrom('\n', '\r\n'),
      (cells, comma, end) => {
        const text = cells.map((row) => row.join(comma)).join(end);
        const { lines, faults } = read(text);
        const told = [...lines, ...faults].map(({ line }) => line);
        expect(new Set(told).size).toBe(told.length);
        expect(Math.max(0, ...told)).toBeLessThanOrEqual(text.split(/\r\n|\n|\r/).length);
        const people = lines.map(({ person }) => person);
        expect(new Set(people).size).toBe(people.length);
      },
    ),
  );
});
