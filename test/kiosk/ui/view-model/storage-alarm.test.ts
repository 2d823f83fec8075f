import { expect, test } from 'vitest';
import { en } from '../../../../kiosk/ui/text/en.ts';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import { storageAlarm } from '../../../../kiosk/ui/view-model/storage-alarm.ts';

test('quiet while video has room', () => {
  expect([storageAlarm('ample', zhCN), storageAlarm('low', zhCN)]).toEqual([null, null]);
});

test('says what stopped, what goes on, and what to do', () => {
  expect(storageAlarm('video-stopped', zhCN)?.text).toBe('磁盘将满，已停止录像，签到继续');
  expect(storageAlarm('video-stopped', zhCN)?.advice).toContain('清理磁盘');
  expect(storageAlarm('full', zhCN)?.text).toContain('签到无法保存');
  expect(storageAlarm('full', en)?.advice).toContain('paper');
});
