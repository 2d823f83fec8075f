import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planDifference } from '../../../server/classes/plan-difference.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';

const before = samplePlan();
const dayBefore = nine - 24 * 60 * minute;
const [first, second, third, fourth] = before.periods as [
  ClassPlan['periods'][0],
  ClassPlan['periods'][0],
  ClassPlan['periods'][0],
  ClassPlan['periods'][0],
];
const later = (change: Partial<ClassPlan>) => samplePlan({ version: 2, ...change });
const isLate = (change: Partial<ClassPlan>, now: number) => planDifference(before, later(change), now).isLate;

test('what is the same in another order is no difference', () => {
  const same = later({
    periods: [...before.periods].reverse(),
    people: [...before.people].reverse(),
    profileVersion: 1,
  });
  expect(planDifference(before, same, nine + 1e9)).toEqual({
    ...{ beforeVersion: 1, isLate: false, added: [], removed: [], changed: [] },
    ...{ peopleAdded: [], peopleRemoved: [], peopleChanged: [], fields: [] },
  });
});

describe('rules.md §8, changed afterwards to shrink the denominator: a change must precede what it changes', () => {
  const cases: [what: string, change: Partial<ClassPlan>, begins: number][] = [
    ['a cancelled period', { periods: [first, second, third] }, fourth.startAt],
    [
      'a period that moves later',
      { periods: [first, second, third, { ...fourth, startAt: fourth.startAt + 60 * minute }] },
      fourth.startAt,
    ],
    [
      'a period that moves earlier',
      { periods: [first, second, third, { ...fourth, startAt: second.endAt }] },
      second.endAt,
    ],
    [
      'a period more',
      { periods: [...before.periods, { ...second, number: 9, startAt: second.endAt }] },
      second.endAt,
    ],
    [
      'a period that becomes an exam',
      { periods: [first, second, third, { ...fourth, exam: true }] },
      fourth.startAt,
    ],
    ['a trainee less', { people: before.people.slice(1) }, first.startAt],
    [
      'a trainee more',
      { people: [...before.people, { id: 'per_9', role: 'trainee', name: '周九', idLast4: '0099' }] },
      first.startAt,
    ],
    ['other check-in rules', { checkIn: { ...before.checkIn, lateAfterMinutes: 60 } }, first.startAt],
    ['another policy', { profile: 'county-2023' }, first.startAt],
    ['longer without the server’s word on the time', { maxOfflineHours: 2_000 }, first.startAt],
    ['an occupation that is not a repeat', { occupation: '养老护理员' }, first.startAt],
    [
      'a ghost under the id of who attended',
      { people: before.people.map((one) => (one.id === 'per_1' ? { ...one, idLast4: '0099' } : one)) },
      first.startAt,
    ],
    [
      'another name for who attended',
      { people: before.people.map((one) => (one.id === 'per_1' ? { ...one, name: '赵二' } : one)) },
      first.startAt,
    ],
  ];
  test.each(cases)('%s', (_what, change, begins) => {
    expect(isLate(change, begins - 1)).toBe(false);
    expect(isLate(change, begins)).toBe(true);
  });

  test.each<[string, Partial<ClassPlan>]>([
    ['another room', { room: '102' }],
    ['a kiosk more', { devices: ['dev_test', 'dev_second'] }],
    [
      'a teacher more',
      { people: [...before.people, { id: 'per_8', role: 'teacher', name: '吴八', idLast4: '0088' }] },
    ],
    [
      'a teacher’s corrected name',
      { people: before.people.map((one) => (one.id === 'per_teacher' ? { ...one, name: '孙' } : one)) },
    ],
  ])('%s is late at no time', (_what, change) => {
    expect(isLate(change, nine + 1e9)).toBe(false);
  });
});

test('what was added and removed is told with its teacher', () => {
  const moved = { ...fourth, number: 7 };
  const difference = planDifference(before, later({ periods: [first, second, third, moved] }), dayBefore);
  expect(difference.added).toMatchObject([{ number: 7, teacher: '孙老师' }]);
  expect(difference.removed).toMatchObject([{ number: 4, teacher: '孙老师' }]);
});

test('who keeps an id under another name or number is told, also of a number that ends the same', () => {
  const named = later({
    people: before.people.map((one) => (one.id === 'per_1' ? { ...one, name: '赵二' } : one)),
  });
  const role = 'trainee';
  expect(planDifference(before, named, dayBefore).peopleChanged).toEqual([
    { role, before: '赵一一', after: '赵二', otherNumber: false },
  ]);
  const renumbered = planDifference(before, later({}), nine, new Set(['per_2']));
  expect(renumbered.peopleChanged).toEqual([{ role, before: '钱二', after: '钱二', otherNumber: true }]);
  expect(renumbered.isLate).toBe(true);
});

test('whatever subset of periods is cancelled: late exactly when one of them has begun', () => {
  fc.assert(
    fc.property(fc.subarray([...before.periods]), fc.integer({ min: -60, max: 600 }), (kept, afterNine) => {
      const now = nine + afterNine * minute;
      const gone = before.periods.filter((period) => !kept.includes(period));
      expect(isLate({ periods: kept }, now)).toBe(gone.some(({ startAt }) => startAt <= now));
    }),
  );
});
