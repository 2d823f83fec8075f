import { expect, test } from 'vitest';
import { openSession, sessionsOf } from '../../../kiosk/plan/timetable.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { nine, samplePlan } from '../../helpers/sample-plan.ts';

test('an exam is attended like any other period, and a level changes nothing', () => {
  const { periods } = samplePlan();
  const plan = samplePlan({
    level: '五级(初级工)',
    profileVersion: 1,
    periods: periods.map((period, index) => (index === 3 ? { ...period, exam: true } : period)),
  });
  const store = kioskStore();
  store.adopt(plan);
  expect(store.plans.all()).toEqual([plan]);
  const times = (of: typeof plan) => sessionsOf(of).map(({ id, startAt, endAt }) => ({ id, startAt, endAt }));
  expect(times(plan)).toEqual(times(samplePlan()));
  const exam = plan.periods[3];
  expect(openSession([plan], (exam?.startAt ?? nine) + 1)?.id).toBe('ses_pm');
});
