import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDays, writeDays } from '../../../server/ui/calendar-text.ts';

const spring = ['2026-02-15', '2026-02-16', '2026-02-17'];

describe('days as lines', () => {
  test('days in a row are one line', () => {
    expect(writeDays([...spring, '2026-02-28'])).toBe('2026-02-15 至 2026-02-17\n2026-02-28');
    expect(writeDays([])).toBe('');
  });

  test('a stretch is read whole, empty lines are nothing', () => {
    expect(readDays(' 2026-02-15 至 2026-02-17 \n\n', 2026)).toEqual({ kind: 'days', days: spring });
    expect(readDays('2026-02-15 to 2026-02-17\n2026-02-16', 2026)).toEqual({ kind: 'days', days: spring });
  });

  test.each([
    ['2026-02-30', 'no day'],
    ['2025-12-31', 'another year'],
    ['2026-12-30 至 2027-01-02', 'into another year'],
    ['2026-02-17 至 2026-02-15', 'backwards'],
    ['春节', 'no date'],
    ['2026-2-3', 'another form'],
  ])('%s is told (%s)', (line) => {
    expect(readDays(`2026-01-01\n${line}`, 2026)).toEqual({ kind: 'bad-line', line: 2, text: line });
  });

  test('what is written is read', () => {
    const days = fc
      .uniqueArray(fc.integer({ min: 0, max: 364 }))
      .map((numbers) =>
        numbers.map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)).sort(),
      );
    fc.assert(
      fc.property(days, (some) => {
        expect(readDays(writeDays(some), 2026)).toEqual({ kind: 'days', days: some });
      }),
    );
  });
});
