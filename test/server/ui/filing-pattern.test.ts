import { describe, expect, test } from 'vitest';
import {
  daysOfPattern,
  overlapping,
  periodsOfPattern,
  runsOf,
  yearsOf,
} from '../../../server/ui/filing-pattern.ts';

/** 国庆 2026: off from the 1st to the 7th; Saturday the 10th is worked. */
const calendar = {
  holidays: ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2026-10-${day}`),
  makeUpDays: ['2026-10-10'],
};
const days = (from: string, to: string, on: 'working' | number[]) =>
  daysOfPattern({ from, to, on: on === 'working' ? on : new Set(on) }, calendar);

describe('the days of a pattern', () => {
  test('working days are those of the holiday calendar', () => {
    expect(days('2026-09-30', '2026-10-12', 'working')).toEqual([
      ...['2026-09-30', '2026-10-08', '2026-10-09', '2026-10-10', '2026-10-12'],
    ]);
  });

  test('days of the week are those, holiday or not', () => {
    expect(days('2026-10-01', '2026-10-11', [6, 7])).toEqual([
      ...['2026-10-03', '2026-10-04', '2026-10-10', '2026-10-11'],
    ]);
    expect(days('2026-10-01', '2026-10-11', [])).toEqual([]);
  });

  test('one day, and over the turn of a year and a leap day', () => {
    expect(days('2026-09-30', '2026-09-30', 'working')).toEqual(['2026-09-30']);
    expect(days('2027-12-31', '2028-01-02', [5, 6, 7])).toHaveLength(3);
    expect(days('2028-02-28', '2028-03-01', [1, 2, 3])).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
  });

  test('none for what is no stretch of days', () => {
    for (const [from, to] of [
      ['', ''],
      ['2026-10-02', '2026-10-01'],
      ['2026-10-01', ''],
      ['2026-10-01', '2036-10-01'],
    ] as const) {
      expect(days(from, to, [1, 2, 3, 4, 5, 6, 7])).toEqual([]);
    }
  });

  test('and the years whose calendars it needs', () => {
    const years = (from: string, to: string) => yearsOf({ from, to, on: 'working' });
    expect([years('2026-12-01', '2027-01-31'), years('2026-01-01', '2026-01-02')]).toEqual([
      [2026, 2027],
      [2026],
    ]);
    expect([years('', ''), years('2026-01-01', '2025-01-01'), years('0002-01-01', '2026-01-01')]).toEqual([
      [],
      [],
      [],
    ]);
  });
});

describe('runs as they are typed', () => {
  const run = (clock: string, count: string) => [{ half: 'morning', clock, count }] as const;
  test('with nothing in them they are none', () => {
    expect(runsOf([...run('08:30', '4'), ...run('', '0'), ...run('', '')])).toEqual([
      { startMinutes: 510, count: 4 },
    ]);
  });
  test('that cannot be read', () => {
    for (const [clock, count] of [
      ['', '1'],
      ['08:30', '-1'],
      ['08:30', '1.5'],
      ['08:30', '13'],
      ['08:30', 'x'],
    ] as const) {
      expect(runsOf(run(clock, count))).toBeUndefined();
    }
  });
});

describe('the periods of a pattern', () => {
  const lesson = { kind: 'practice', topic: ' 家政服务 ', teacherIdNumber: '1' } as const;
  const pattern = {
    ...lesson,
    runs: [
      { startMinutes: 13 * 60 + 30, count: 2 },
      { startMinutes: 8 * 60 + 30, count: 2 },
    ],
    breakMinutes: 10,
  };

  test('are numbered in order of time, each after a break', () => {
    const made = periodsOfPattern(pattern, ['2026-10-08', '2026-10-09'], 40, []);
    expect(made).toHaveLength(8);
    expect(made.slice(4).map(({ day, number, startMinutes }) => [day, number, startMinutes])).toEqual([
      ['2026-10-09', 1, 510],
      ['2026-10-09', 2, 560],
      ['2026-10-09', 3, 810],
      ['2026-10-09', 4, 860],
    ]);
    expect(made[0]).toEqual({
      ...lesson,
      topic: '家政服务',
      day: '2026-10-08',
      number: 1,
      startMinutes: 510,
    });
  });

  test('take the numbers that are free on their day', () => {
    const there = [1, 4, 5].map((number) => ({ day: '2026-10-08', number }));
    const made = periodsOfPattern(pattern, ['2026-10-08', '2026-10-09'], 40, there);
    expect(made.map(({ number }) => number)).toEqual([2, 3, 6, 7, 1, 2, 3, 4]);
  });

  test('that overlap what is there, or each other, are found', () => {
    const made = periodsOfPattern(pattern, ['2026-10-08', '2026-10-09'], 40, []);
    const at = (clock: string, day = '2026-10-09') => [
      { day, startAt: Date.parse(`${day}T${clock}:00+08:00`) },
    ];
    expect(overlapping(made, [], 40)).toBeUndefined();
    expect(overlapping(made, [...at('07:50'), ...at('09:10', '2026-10-10')], 40)).toBeUndefined();
    expect(overlapping(made, at('07:51'), 40)).toMatchObject({ day: '2026-10-09', number: 1 });
    expect(overlapping(made, at('14:59'), 40)).toMatchObject({ day: '2026-10-09', number: 4 });
    const runs = [...pattern.runs, { startMinutes: 9 * 60, count: 1 }];
    const crowded = periodsOfPattern({ ...pattern, runs }, ['2026-10-08'], 40, []);
    expect(overlapping(crowded, [], 40)).toMatchObject({ day: '2026-10-08', number: 2 });
  });
});
