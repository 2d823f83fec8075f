import { describe, expect, test } from 'vitest';
import { demandNoNumbers } from '../../../server/journal/no-numbers.ts';

describe('a reason that the journal keeps for ever', () => {
  test.each([
    '身份证231299199001010030的照片不清',
    '身份证 231299 19900101 0030',
    '身份证231299-19900101-0030',
    '２３１２９９１９９００１０１００３０',
    '11010519491231002X 不是本人',
    '电话13800000000无人接听',
    '电话 138 0000 0000',
    '电话138-0000-0000',
  ])('%s is refused', (reason) => {
    expect(() => demandNoNumbers(reason)).toThrow('ID or telephone number');
  });

  test.each([
    '2026-11-20 第3节录像缺失',
    '2026-11-20 至 2026-11-24 请假',
    '09:00-09:40 与 10:00-10:40 人数不符',
    '凭证 20261120-0003',
    '设备 dev_1234567890',
  ])('%s is not', (reason) => {
    expect(() => demandNoNumbers(reason)).not.toThrow();
  });
});
