import { expect, test } from 'vitest';
import { en } from '../../../../kiosk/ui/text/en.ts';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import { daySummary, lengthText } from '../../../../kiosk/ui/view-model/day-summary.ts';
import type { RecordingDay } from '../../../../sync/contract/kiosk-admin.ts';
import { at } from '../view-fixture.ts';

type Lesson = RecordingDay['lessons'][number];
const minute = 60_000;

/** After the lesson, unless told. */
function summaryOf(changes: Partial<Lesson>, text = zhCN, nowMs = at('12:00')) {
  const lesson: Lesson = {
    ...{ class: 'cls_1', title: '岗前培训班', session: 'ses_1', startAt: at('08:30'), endAt: at('11:30') },
    ...{ required: true, wantedMs: 40 * minute, coveredMs: 40 * minute, pausedMs: 0, gaps: [] },
    ...changes,
  };
  return daySummary({ day: '2026-11-21', lessons: [lesson] }, nowMs, text)[0];
}

test('a lesson that is whole; the seam between two files is no gap', () => {
  for (const coveredMs of [40 * minute, 40 * minute - 300]) {
    const lesson = summaryOf({ coveredMs });
    expect(lesson).toMatchObject({ tone: 'good', span: '08:30–11:30', verdict: '没有漏录', paused: null });
  }
});

test('what is missing, each gap with its time, length and cause', () => {
  const gap = { startAt: at('09:00'), endAt: at('09:03') + 5_000, cause: 'camera-lost' } as const;
  const missing = { coveredMs: 36 * minute + 55_000, pausedMs: minute, gaps: [gap] };
  expect(summaryOf(missing)).toMatchObject({
    tone: 'bad',
    covered: '已录 36分55秒，应录 40分',
    verdict: '漏录 3分5秒',
    paused: '班主任暂停 1分',
    gaps: [{ when: '09:00:00–09:03:05', length: '3分5秒', cause: '摄像头断开' }],
  });
  expect(summaryOf(missing, en)?.gaps[0]?.cause).toBe('Camera disconnected');
});

test('not begun yet; and one that need not be recorded', () => {
  expect(summaryOf({ wantedMs: 0, coveredMs: 0 })).toMatchObject({
    tone: 'quiet',
    begun: false,
    verdict: '还没有开始',
  });
  expect(summaryOf({ required: false })?.title).toContain('不要求录像');
});

test('while it goes on, seconds that are in no file yet are not missing; a gap is', () => {
  const gap = { startAt: at('08:40'), endAt: at('08:41'), cause: 'stalled' } as const;
  const inFlight = { wantedMs: 30 * minute, coveredMs: 30 * minute - 7_000 };
  expect(summaryOf(inFlight, zhCN, at('09:00'))).toMatchObject({
    tone: 'good',
    covered: '到现在已录 29分53秒',
    verdict: '没有漏录',
  });
  const late = { wantedMs: 30 * minute, coveredMs: 29 * minute - 7_000, gaps: [gap] };
  expect(summaryOf(late, zhCN, at('09:00'))).toMatchObject({ tone: 'bad', verdict: '漏录 1分' });
  expect(summaryOf(inFlight)).toMatchObject({ tone: 'bad', verdict: '漏录 7秒' });
});

test('a stretch is never said to be nothing', () => {
  expect([0, 600, 59_400, 61_000].map((ms) => lengthText(ms, zhCN))).toEqual([
    '0秒',
    '1秒',
    '59秒',
    '1分1秒',
  ]);
});
