import { expect, test } from 'vitest';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import { lessonRuns, recordingAlarm } from '../../../../kiosk/ui/view-model/recording-alarm.ts';

test('quiet while the duty is met or there is none', () => {
  expect(recordingAlarm({ state: 'recording', required: true, since: 1 }, zhCN)).toBeNull();
  expect(recordingAlarm({ state: 'idle', required: false, since: null }, zhCN)).toBeNull();
});

test('says whether somebody must begin or the camera must be looked at', () => {
  const stopped = { state: 'fault', required: true, since: null } as const;
  const broken = { state: 'fault', required: true, since: 1 } as const;
  expect(recordingAlarm(stopped, zhCN)).toEqual({ text: '未录像，本节待核', advice: '请班主任开始录像' });
  expect(recordingAlarm(broken, zhCN)?.advice).toContain('正在自动恢复');
  expect([lessonRuns(stopped), lessonRuns(broken)]).toEqual([false, true]);
});
