import { describe, expect, it } from 'vitest';
import {
  dayOf,
  gradeOf,
  intervalText,
  kioskClockText,
  shortInterval,
} from '../../../server/ui/proven-time.ts';
import { zhCN } from '../../../server/ui/text/zh-CN.ts';
import type { RecordTime } from '../../../sync/contract/review.ts';

const instant = (time: string): number => Date.parse(`2026-11-21T${time}+08:00`);
const between = (from: string | null, to: string, sign: RecordTime['sign'] = null): RecordTime => ({
  earliestAt: from === null ? null : instant(from),
  latestAt: instant(to),
  sign,
});
const narrow = between('08:42:10', '08:42:37');

describe('how good an interval is', () => {
  it.each([
    ['of two minutes is narrow', between('08:40:00', '08:42:00'), 'narrow'],
    ['a millisecond wider is wide', between('08:40:00', '08:42:00.001'), 'wide'],
    ['with a sign is not proven, however narrow', between('08:42:10', '08:42:37', 'clock-off'), 'unproven'],
    ['without a start is not proven', between(null, '08:42:37'), 'unproven'],
  ] as const)('%s', (_name, time, grade) => {
    expect(gradeOf(time)).toBe(grade);
  });
});

describe('how an interval is said', () => {
  it.each([
    ['of one day', narrow, '08:42:10–08:42:37 之间', '08:42:10–08:42:37'],
    ['without a start', between(null, '08:42:37'), '不晚于 08:42:37', '≤ 08:42:37'],
    [
      'never narrower than it is',
      between('08:42:10.900', '08:42:10.950'),
      '08:42:10–08:42:11 之间',
      '08:42:10–08:42:11',
    ],
  ])('%s', (_name, time, text, short) => {
    expect(intervalText(time, zhCN)).toBe(text);
    expect(shortInterval(time)).toBe(short);
  });

  it('over midnight with its days, over New Year with its years', () => {
    const night = { ...narrow, earliestAt: Date.parse('2026-11-20T23:58:00+08:00') };
    expect(intervalText(night, zhCN)).toBe('11-20 23:58:00 – 11-21 08:42:37 之间');
    expect(shortInterval(night)).toBe('11-20 23:58:00–08:42:37');
    const year = { ...narrow, earliestAt: Date.parse('2025-11-20T23:58:00+08:00') };
    expect(intervalText(year, zhCN)).toBe('2025-11-20 23:58:00 – 2026-11-21 08:42:37 之间');
  });

  it('belongs to the day on which it ends, in Shanghai', () => {
    expect(dayOf(between(null, '00:00:05'))).toBe('2026-11-21');
    expect(dayOf(between(null, '23:59:59.500'))).toBe('2026-11-22');
  });
});

describe('the kiosk’s own clock', () => {
  it('is named as such, with its day where that is another one', () => {
    expect(kioskClockText(instant('08:42:21'), narrow, zhCN)).toBe('终端时钟 08:42:21');
    expect(kioskClockText(Date.parse('2025-11-21T08:42:21+08:00'), narrow, zhCN)).toBe(
      '终端时钟 2025-11-21 08:42:21',
    );
  });
});
