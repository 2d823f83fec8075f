import { describe, expect, test } from 'vitest';
import { en } from '../../../../kiosk/ui/text/en.ts';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import {
  dayText,
  minutesUntil,
  momentText,
  secondsText,
  spanText,
  timeText,
  weekdayText,
} from '../../../../kiosk/ui/view-model/clock-text.ts';
import { at } from '../view-fixture.ts';

describe('clock texts are of Asia/Shanghai, whatever zone the tests run in', () => {
  test('time, seconds and span', () => {
    expect(timeText(at('09:52'))).toBe('09:52');
    expect(timeText(at('00:00'))).toBe('00:00');
    expect(secondsText(at('09:52') + 7_900)).toBe('07');
    expect(spanText(at('10:00'), at('10:40'))).toBe('10:00–10:40');
  });

  test('day and weekday turn at midnight in Shanghai', () => {
    const lastSecond = Date.parse('2026-11-21T15:59:59Z');
    expect([dayText(lastSecond, zhCN), weekdayText(lastSecond, zhCN)]).toEqual(['11月21日', '星期六']);
    expect([dayText(lastSecond + 1_000, zhCN), weekdayText(lastSecond + 1_000, zhCN)]).toEqual([
      '11月22日',
      '星期日',
    ]);
    expect([dayText(lastSecond, en), weekdayText(lastSecond, en)]).toEqual(['21 Nov', 'Saturday']);
  });

  test('a moment of another day carries its day', () => {
    expect(momentText(at('14:00'), at('10:00'), zhCN)).toBe('14:00');
    expect(momentText(at('08:00') + 86_400_000, at('10:00'), zhCN)).toBe('11月22日 08:00');
  });

  test('minutes begun count whole', () => {
    expect(minutesUntil(60_001, 0)).toBe(2);
    expect(minutesUntil(60_000, 0)).toBe(1);
    expect(minutesUntil(0, 60_000)).toBe(0);
  });
});
