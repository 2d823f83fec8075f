import { describe, expect, test } from 'vitest';
import { readPastedPeople } from '../../../server/ui/filing-paste.ts';
import { madeIdNumber } from '../../helpers/id-numbers.ts';

const number = madeIdNumber(1);

describe('pasted lines', () => {
  test('of trainees, with heads, empty lines and cells left out', () => {
    const text = [
      '姓名\t身份证号\t人员类别',
      `阿依古丽·买买提\t${number}\t残疾人\t高中\t13800000000\t绥化市\t2026/6/1\t2029年5月31日\t备注, 一`,
      '',
      `𠮷田\t${madeIdNumber(2)}\t\t\t\t`,
    ].join('\r\n');
    expect(readPastedPeople(text, 'trainee')).toEqual({
      kind: 'people',
      people: [
        {
          ...{ role: 'trainee', name: '阿依古丽·买买提', idNumber: number },
          details: {
            ...{ category: '残疾人', education: '高中', phone: '13800000000', household: '绥化市' },
            ...{ contractFrom: '2026-06-01', contractTo: '2029-05-31', remark: '备注, 一' },
          },
        },
        { role: 'trainee', name: '𠮷田', idNumber: madeIdNumber(2) },
      ],
    });
  });

  test('of teachers have their own columns; commas do without tabs', () => {
    expect(readPastedPeople(`李示例，${number}，讲师,某学校`, 'teacher')).toEqual({
      kind: 'people',
      people: [
        { role: 'teacher', name: '李示例', idNumber: number, details: { title: '讲师', unit: '某学校' } },
      ],
    });
  });

  test('a wrong one is told by its line, and nobody is taken', () => {
    const text = [
      `甲\t${number}`,
      `\t${number}`,
      '乙\t不是号码',
      `丙\t${number}\t没有这类`,
      `丁\t${number}\t\t\t电话`,
      `戊\t${number}\t\t\t\t\t明天`,
      `己\t${number}${'\t'.repeat(8)}多余`,
    ].join('\n');
    expect(readPastedPeople(text, 'trainee')).toEqual({
      kind: 'faults',
      faults: [
        { line: 2, what: 'name' },
        { line: 3, what: 'idNumber' },
        { line: 4, what: 'category' },
        { line: 5, what: 'phone' },
        { line: 6, what: 'day' },
        { line: 7, what: 'too-many' },
      ],
    });
    expect(readPastedPeople(`甲\t${number}\t班主任没有更多列`, 'class-admin').kind).toBe('faults');
  });

  test('nothing is nobody', () => {
    expect(readPastedPeople(' \n', 'trainee')).toEqual({ kind: 'people', people: [] });
  });
});
