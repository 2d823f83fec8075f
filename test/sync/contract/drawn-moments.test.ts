import { expect, test } from 'vitest';
import { drawnMoments } from '../../../sync/contract/drawn-moments.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';

const draw = 'a5'.repeat(32);

const of = (plan = samplePlan({ draw })) => ({
  photos: drawnMoments(plan).filter(({ kind }) => kind === 'photo'),
  looks: drawnMoments(plan).filter(({ kind }) => kind === 'presence'),
});

test('a session has two photographs, during its periods', () => {
  const plan = samplePlan({ draw });
  for (const session of ['ses_am', 'ses_pm']) {
    const photos = of(plan).photos.filter((moment) => moment.session === session);
    expect(photos).toHaveLength(2);
    const periods = plan.periods.filter((period) => period.session === session);
    for (const { dueAt, until } of photos) {
      expect(periods.some(({ startAt, endAt }) => dueAt >= startAt + minute && dueAt < endAt - minute)).toBe(
        true,
      );
      expect(until).toBe(periods.at(-1)?.endAt);
    }
  }
});

test('a lesson is looked at about four times an hour, in each of its periods, and practice is not', () => {
  const counts = Array.from({ length: 300 }, (_, i) => of(samplePlan({ draw: `seed ${i}` })).looks.length);
  expect(counts.reduce((sum, n) => sum + n, 0) / counts.length).toBeCloseTo((4 * 80) / 60, 0);
  expect(of().looks.every(({ session }) => session === 'ses_am')).toBe(true);
  expect(new Set(of().looks.map(({ until }) => until))).toEqual(
    new Set([nine + 40 * minute, nine + 90 * minute]),
  );
});

test('the plan’s own numbers count', () => {
  const plan = samplePlan({ draw, sampling: { presencePerHour: 30, photosPerSession: 1 } });
  expect([of(plan).looks.length, of(plan).photos.length]).toEqual([40, 2]);
  expect(drawnMoments(samplePlan({ sampling: { presencePerHour: 0, photosPerSession: 0 } }))).toEqual([]);
});

test('moving one period leaves the looks of the others', () => {
  const plan = samplePlan({ draw });
  const [first, second, ...rest] = plan.periods;
  const moved = { ...second!, startAt: second!.startAt + 5 * minute, endAt: second!.endAt + 5 * minute };
  const later = samplePlan({ draw, version: 2, periods: [first!, moved, ...rest] });
  const inFirst = (moments: readonly { dueAt: number }[]) =>
    moments.filter(({ dueAt }) => dueAt < first!.endAt);
  expect(inFirst(of(later).looks)).toEqual(inFirst(of(plan).looks));
  expect(of(later).looks).not.toEqual(of(plan).looks);
});

test('a plan without a draw is drawn from its class', () => {
  const [a, b] = [samplePlan(), samplePlan({ class: 'cls_b' })].map((plan) =>
    of(plan).looks.map(({ dueAt }) => dueAt),
  );
  expect(a).not.toEqual(b);
  expect(a?.length).toBeGreaterThan(0);
});
