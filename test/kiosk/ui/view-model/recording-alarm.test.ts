import { expect, test } from 'vitest';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import { recordingAlarm, recordingOrders } from '../../../../kiosk/ui/view-model/recording-alarm.ts';
import type { KioskView } from '../../../../sync/contract/kiosk-view.ts';
import { at } from '../view-fixture.ts';

type Recording = KioskView['recording'];
const recordingOf = (changes: Partial<Recording>): Recording => ({
  ...{ state: 'recording', required: true, since: at('09:58'), unrecorded: null, pictureFault: null },
  ...changes,
});
const since = at('10:05');
const stopped = recordingOf({
  ...{ state: 'fault', since: null, unrecorded: { since, why: 'stopped', reason: null } },
});
const broken = recordingOf({ state: 'fault', unrecorded: { since, why: 'broken', reason: null } });
const paused = recordingOf({ state: 'paused', unrecorded: { since, why: 'paused', reason: '停电' } });
const alarm = (recording: Recording) => recordingAlarm(recording, at('10:12'), zhCN);

test('quiet while the duty is met or there is none', () => {
  expect(alarm(recordingOf({}))).toBeNull();
  expect(alarm(recordingOf({ state: 'idle', required: false, since: null }))).toBeNull();
});

test('says since when, and whether somebody must begin or the camera must be looked at', () => {
  expect(alarm(stopped)).toEqual({
    text: '未录像，本节待核',
    detail: '自 10:05 起没有录像，已 7分钟',
    advice: '请班主任开始录像',
  });
  expect(alarm(broken)?.advice).toContain('正在自动恢复');
  expect(recordingAlarm(broken, since + 59_000, zhCN)?.detail).toBe('自 10:05 起没有录像，不到1分钟');
});

test('a pause is said with its reason, between two periods too: it is forgotten most easily there', () => {
  for (const required of [true, false]) {
    expect(alarm({ ...paused, required })).toMatchObject({
      text: '录像已暂停',
      detail: '自 10:05 起暂停，已 7分钟 · 原因：停电',
    });
  }
});

test('the class admin is offered what can be done now', () => {
  expect(recordingOrders(recordingOf({}))).toEqual(['pause', 'stop']);
  expect(recordingOrders(broken)).toEqual(['pause', 'stop']);
  expect(recordingOrders(paused)).toEqual(['resume', 'stop']);
  expect(recordingOrders(stopped)).toEqual(['start']);
});
