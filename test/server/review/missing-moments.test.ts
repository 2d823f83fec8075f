import { expect, test } from 'vitest';
import { missingMoments } from '../../../server/review/missing-moments.ts';
import { drawnMoments } from '../../../sync/contract/drawn-moments.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';

const plan = samplePlan({ draw: 'a'.repeat(64) });
const [first, ...rest] = drawnMoments(plan).filter(({ kind }) => kind === 'photo');
const row = (moment: { session: string; dueAt: number }) => ({
  session: moment.session,
  due_at: moment.dueAt,
});
const place = ({ session, dueAt }: { session: string; dueAt: number }) => ({ session, dueAt });
const dayAfter = nine + 24 * 60 * minute;

test('what was never taken is missing when it is over', () => {
  expect(missingMoments(plan, 'photo', first ? [row(first)] : [], dayAfter)).toEqual(rest.map(place));
  expect(rest.length).toBe(3);
});

test('nothing is missing before, nor while it can still be made up for', () => {
  expect(missingMoments(plan, 'photo', [], nine)).toEqual([]);
  expect(missingMoments(plan, 'photo', [], first?.until ?? 0)).toEqual([]);
});

test('a moment of another session, or another kind, does not stand for it', () => {
  const other = first ? [{ session: 'ses_other', due_at: first.dueAt }] : [];
  expect(missingMoments(plan, 'photo', other, dayAfter)).toHaveLength(4);
});
