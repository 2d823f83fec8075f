import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, minutesOf } from '../../../../server/classes/workbook/cell-time.ts';

const first = Date.parse('2000-01-01T00:00:00Z');
const last = Date.parse('2099-12-31T00:00:00Z');
const dayMs = 86_400_000;
const someDay = fc
  .integer({ min: first / dayMs, max: last / dayMs })
  .map((n) => new Date(n * dayMs).toISOString().slice(0, 10));

describe('a day', () => {
  test('is the same as a date cell, a text, and a number of either date system', () => {
    fc.assert(
      fc.property(someDay, (day) => {
        const at = Date.parse(`${day}T00:00:00Z`);
        // Excel's 1900 counts 1900-01-01 as day 1 and has a 1900-02-29; its 1904 counts 1904-01-01 as day 0.
        const in1900 = (at - Date.parse('1899-12-30T00:00:00Z')) / dayMs;
        const in1904 = (at - Date.parse('1904-01-01T00:00:00Z')) / dayMs;
        expect([dayOf(day, false), dayOf(new Date(at), true)]).toEqual([day, day]);
        expect([dayOf(in1900, false), dayOf(in1904, true)]).toEqual([day, day]);
      }),
    );
  });

  test.each(['2026-02-29', '2026-13-01', '26-12-01', '12/01/2026', '1.12', '9999-12-31', '明天', ''])(
    '%s is none',
    (text) => expect(dayOf(text, false)).toBeUndefined(),
  );

  test.each([0, 60, -1, 0.5, 46_357.5, 1e9, Number.NaN])('the number %d is none', (value) =>
    expect(dayOf(value, false)).toBeUndefined(),
  );
});

describe('a time', () => {
  test('is the same as a text, a fraction of a day, and a time cell', () => {
    fc.assert(
      fc.property(fc.nat(1_439), (minutes) => {
        const text = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
        const fraction = minutes / 1_440;
        const cell = new Date(Date.parse('1899-12-30T00:00:00Z') + Math.round(fraction * dayMs));
        expect([minutesOf(text), minutesOf(fraction), minutesOf(cell)]).toEqual([minutes, minutes, minutes]);
      }),
    );
  });

  test.each(['1899-12-31T12:00:00Z', '1900-01-01T02:00:00Z', '1904-01-02T12:00:00Z'])(
    'the length of more than a day %s is none',
    (at) => expect(minutesOf(new Date(at))).toBeUndefined(),
  );

  test.each(['24:00', '9:60', '9', '9:0', '上午九点', 1, -0.1])('%s is none', (value) =>
    expect(minutesOf(value)).toBeUndefined(),
  );
});
