import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Attended, attendance, cellOf } from '../../../server/review/attendance.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';

const period = { startAt: nine, endAt: nine + 40 * minute };
const rules = { lateAfterMinutes: 5, checkOutOpensBeforeEndMinutes: 10 };
const later = nine + 1_000 * minute;
const event = (direction: 'in' | 'out', minutes: number): Attended => ({
  person: 'per_1',
  session: 'ses_am',
  direction,
  at: nine + minutes * minute,
});
const after = (...events: Attended[]) => cellOf(period, events, rules, later);

describe('one period, over', () => {
  test.each([
    ['before it began', [event('in', -10)], { status: 'present', minutes: 0 }],
    ['within the grace', [event('in', 5)], { status: 'present', minutes: 0 }],
    ['after the grace', [event('in', 5.5)], { status: 'late', minutes: 5 }],
    ['well into it', [event('in', 12)], { status: 'late', minutes: 12 }],
    ['only when it was over', [event('in', 40)], { status: 'absent', minutes: 0 }],
    ['never', [], { status: 'absent', minutes: 0 }],
    ['and left before it began', [event('in', -30), event('out', -5)], { status: 'absent', minutes: 0 }],
    ['and left early', [event('in', -5), event('out', 20)], { status: 'left-early', minutes: 20 }],
    [
      'and left when leaving was open',
      [event('in', -5), event('out', 30)],
      { status: 'present', minutes: 0 },
    ],
    [
      'within the grace, and left when leaving was open',
      [event('in', 5), event('out', 30)],
      { status: 'left-early', minutes: 15 },
    ],
    ['late, and left early', [event('in', 10), event('out', 20)], { status: 'left-early', minutes: 20 }],
    [
      'left and came back',
      [event('in', -5), event('out', 10), event('in', 15)],
      { status: 'present', minutes: 0 },
    ],
    [
      'left before it and came back into it',
      [event('in', -60), event('out', -30), event('in', 7)],
      { status: 'late', minutes: 7 },
    ],
  ] as const)('came %s', (_name, events, expected) => {
    expect(after(...events)).toEqual(expected);
  });
});

describe('one period, not over', () => {
  test.each([
    ['not begun', -1, [event('in', -10)], 'pending'],
    ['begun, nobody came yet', 20, [], 'pending'],
    ['begun, there', 20, [event('in', -10)], 'present'],
    ['begun, late', 20, [event('in', 15)], 'late'],
    ['begun, left', 20, [event('in', 0), event('out', 10)], 'left-early'],
  ] as const)('%s', (_name, minutes, events, status) => {
    expect(cellOf(period, events, rules, nine + minutes * minute).status).toBe(status);
  });
});

describe('a class', () => {
  test('a morning’s check-in counts for the whole session, and for no other', () => {
    const plan = samplePlan();
    const [first] = attendance(plan, [event('in', -5)], later);
    expect(first?.cells.map(({ status }) => status)).toEqual(['present', 'present', 'absent', 'absent']);
    expect([first?.attended, first?.held]).toEqual([2, 4]);
  });

  test('only periods that are over are held', () => {
    const [first] = attendance(samplePlan(), [event('in', 12)], nine + 60 * minute);
    expect(first?.cells.map(({ status }) => status)).toEqual(['late', 'present', 'pending', 'pending']);
    expect([first?.attended, first?.held]).toEqual([1, 1]);
  });

  test('whatever the events: nothing is pending once all is over, and their order does not matter', () => {
    const someEvent = fc.record({
      person: fc.constantFrom('per_1', 'per_2', 'per_nobody'),
      session: fc.constantFrom('ses_am', 'ses_pm'),
      direction: fc.constantFrom('in' as const, 'out' as const),
      at: fc.integer({ min: nine - 60 * minute, max: nine + 400 * minute }),
    });
    const distinct = fc.uniqueArray(someEvent, { maxLength: 12, selector: ({ at }) => at });
    fc.assert(
      fc.property(distinct, (events) => {
        const lines = attendance(samplePlan(), events, later);
        expect(lines).toEqual(attendance(samplePlan(), [...events].reverse(), later));
        for (const { cells, attended, held } of lines) {
          expect(cells.every(({ status }) => status !== 'pending')).toBe(true);
          expect(attended).toBeLessThanOrEqual(held);
        }
      }),
    );
  });
});
