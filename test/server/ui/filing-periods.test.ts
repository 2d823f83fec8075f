import { describe, expect, test } from 'vitest';
import {
  type EnteredPeriod,
  minutesOfClock,
  nextPeriod,
  startMinutesOf,
  withoutPeriods,
  withPeriod,
  withPeriodMinutes,
  withPeriods,
} from '../../../server/ui/filing-periods.ts';
import { sampleContent } from '../../helpers/sample-content.ts';
import { idNumbers } from '../../helpers/sample-filing.ts';

const content = sampleContent();
const entered = (change: Partial<EnteredPeriod> = {}): EnteredPeriod => ({
  ...{ day: '2026-11-23', number: 1, startMinutes: 8 * 60 + 30 },
  ...{ kind: 'theory', topic: '家政服务', teacherIdNumber: idNumbers.teacher },
  ...change,
});

test('a clock in minutes', () => {
  expect(['8:30', '08:30', '23:59', '24:00', '8:60', '', '8'].map(minutesOfClock)).toEqual([
    510,
    510,
    1439,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

describe('periods added', () => {
  test('stand in order of time, as long as a period of the class, in the half-days of a workbook', () => {
    const { periods } = withPeriods(content, [
      entered({ number: 2, startMinutes: 12 * 60 }),
      entered({ number: 3, startMinutes: 18 * 60 }),
      entered(),
      entered({ day: '2026-11-19' }),
    ]);
    expect(periods.map(({ day, number, session }) => [day, number, session])).toEqual([
      ['2026-11-19', 1, 'ses_20261119_am'],
      ...[1, 2].map((number) => ['2026-11-20', number, 'ses_am']),
      ['2026-11-20', 5, 'ses_pm'],
      ['2026-11-23', 1, 'ses_20261123_am'],
      ['2026-11-23', 2, 'ses_20261123_pm'],
      ['2026-11-23', 3, 'ses_20261123_eve'],
    ]);
    expect(periods[0]).toMatchObject({
      startAt: Date.parse('2026-11-19T08:30:00+08:00'),
      endAt: Date.parse('2026-11-19T09:10:00+08:00'),
    });
  });

  test('join the half-day that is there under its id, which records may name', () => {
    const { periods } = withPeriods(content, [
      entered({ day: '2026-11-20', number: 3, startMinutes: 11 * 60 }),
    ]);
    expect(periods[2]).toMatchObject({ number: 3, session: 'ses_am' });
  });
});

describe('a period changed', () => {
  const changed = (change: Partial<EnteredPeriod>, index = 2) => {
    const at = content.periods[index];
    if (!at) throw new Error('the sample lost a period');
    const { startAt: _start, endAt: _end, session: _session, ...given } = at;
    return withPeriod(content, index, { ...given, startMinutes: startMinutesOf(at), ...change });
  };

  test('stays in its half-day, with what it had', () => {
    expect(changed({ topic: '考核' }).periods).toEqual(
      content.periods.map((one, i) => (i === 2 ? { ...one, topic: '考核' } : one)),
    );
    expect(changed({ startMinutes: 15 * 60 }).periods[2]?.session).toBe('ses_pm');
  });

  test('goes to another half-day, another day, another place in the order', () => {
    expect(changed({ startMinutes: 8 * 60 }).periods[0]).toMatchObject({ number: 5, session: 'ses_am' });
    expect(changed({ startMinutes: 19 * 60 }).periods[2]?.session).toBe('ses_20261120_eve');
    expect(changed({ day: '2026-11-21' }).periods[2]).toMatchObject({
      ...{ session: 'ses_20261121_pm', exam: true },
    });
  });
});

test('periods are taken out by their places', () => {
  expect(withoutPeriods(content, new Set([0, 2])).periods).toEqual([content.periods[1]]);
});

test('another length of a period moves the ends', () => {
  const longer = withPeriodMinutes(content, 45);
  expect(longer.periodMinutes).toBe(45);
  expect(longer.periods.map(({ startAt, endAt }) => endAt - startAt)).toEqual(
    [45, 45, 45].map((n) => n * 60_000),
  );
});

test('one more is after the last, by the same teacher; of the first nothing but a lone teacher is known', () => {
  const last = content.periods[2];
  expect(nextPeriod(content)).toMatchObject({
    day: last?.day,
    number: 6,
    teacherIdNumber: idNumbers.teacher,
  });
  expect(nextPeriod(content).startAt).toBe((last?.endAt ?? 0) + 600_000);
  expect(nextPeriod({ ...content, periods: [] })).toMatchObject({
    ...{ day: '', number: 1, startAt: null, teacherIdNumber: idNumbers.teacher },
  });
  expect(nextPeriod({ ...content, periods: [], people: [] }).teacherIdNumber).toBe('');
});
