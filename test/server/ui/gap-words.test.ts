import { expect, test } from 'vitest';
import { gapCauseText } from '../../../server/ui/gap-words.ts';
import { zhCN } from '../../../server/ui/text/zh-CN.ts';

const pauses = [{ startAt: 100, endAt: 160, reason: '消防演练' }];

test('a gap that a pause explains tells the reason that was given', () => {
  const gap = { startAt: 101, endAt: 161, cause: 'admin-stopped' } as const;
  expect(gapCauseText(gap, pauses, zhCN)).toBe('班主任停止录像（消防演练）');
});

test('another cause, or another moment, does not', () => {
  expect(gapCauseText({ startAt: 101, endAt: 161, cause: 'camera-lost' }, pauses, zhCN)).toBe('摄像头断开');
  expect(gapCauseText({ startAt: 160, endAt: 170, cause: 'admin-stopped' }, pauses, zhCN)).toBe(
    '班主任停止录像',
  );
});
