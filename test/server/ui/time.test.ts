import { describe, expect, it } from 'vitest';
import {
  civilDay,
  clockTime,
  dateTime,
  dayName,
  halfDay,
  lengthOf,
  shortTime,
  timeRange,
} from '../../../server/ui/time.ts';

const at = (text: string): number => Date.parse(`${text}+08:00`);

describe('times as people read them', () => {
  it('are Asia/Shanghai whatever zone the machine has', () => {
    const instant = Date.parse('2026-11-20T16:05:07Z');
    expect(dateTime(instant)).toBe('2026-11-21 00:05:07');
    expect(civilDay(instant)).toBe('2026-11-21');
    expect(clockTime(instant)).toBe('00:05:07');
    expect(shortTime(instant)).toBe('00:05');
  });

  it('names a range of one day by its two times', () => {
    expect(timeRange(at('2026-11-21T10:00:00'), at('2026-11-21T10:40:00'))).toBe('10:00–10:40');
  });

  it('names a civil day in both languages', () => {
    // Releases of ICU differ in the space and the comma.
    expect(dayName('2026-11-21', 'zh')).toMatch(/^11月21日 ?周六$/);
    expect(dayName('2026-11-21', 'en')).toMatch(/^Sat,? 21 Nov$/);
  });

  it.each([
    ['2026-11-21T08:30:00', 'morning'],
    ['2026-11-21T11:59:59', 'morning'],
    ['2026-11-21T12:00:00', 'afternoon'],
    ['2026-11-21T18:00:00', 'evening'],
  ])('puts %s into the %s', (text, half) => {
    expect(halfDay(at(text))).toBe(half);
  });

  it('splits a length into whole parts and never goes below zero', () => {
    expect(lengthOf(3_725_400)).toEqual({ hours: 1, minutes: 2, seconds: 5 });
    expect(lengthOf(-5)).toEqual({ hours: 0, minutes: 0, seconds: 0 });
  });
});
