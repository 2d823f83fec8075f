import { expect, test } from 'vitest';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import { enrolmentResult } from '../../../../kiosk/ui/view-model/enrolment-result.ts';

test('says what was enrolled, or why not and what to do', () => {
  expect(enrolmentResult({ outcome: 'enrolled', reason: null }, 'finger', zhCN)).toEqual({
    good: true,
    text: '指纹登记成功',
  });
  const refused = enrolmentResult({ outcome: 'refused', reason: 'two-people' }, 'face', zhCN);
  expect(refused).toEqual({ good: false, text: '画面里不止一个人，请其他人离开画面后再试' });
  expect(enrolmentResult({ outcome: 'refused', reason: null }, 'face', zhCN).text).toContain('再试一次');
});
