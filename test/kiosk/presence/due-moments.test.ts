import { expect, test } from 'vitest';
import { DueMoments } from '../../../kiosk/presence/due-moments.ts';
import { drawnMoments } from '../../../sync/contract/drawn-moments.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';

const draw = '7c'.repeat(32);
const plan = samplePlan({ draw });
const [firstPhoto] = drawnMoments(plan).filter(({ kind }) => kind === 'photo');
const looks = drawnMoments(plan).filter(({ kind }) => kind === 'presence');

function setUp() {
  const store = kioskStore();
  store.adopt(plan);
  return { ...store, due: new DueMoments(store.plans, store.db) };
}

test('a moment is due from its instant on', () => {
  const { due } = setUp();
  const at = firstPhoto!.dueAt;
  expect(due.at(at - 1)).not.toContainEqual({ ...firstPhoto, class: 'cls_a' });
  expect(due.at(at)).toContainEqual({ ...firstPhoto, class: 'cls_a' });
});

test('what its record names is due no more', () => {
  const { due, log } = setUp();
  const { session, dueAt } = firstPhoto!;
  const picture = { camera: 'room' as const, width: 1920, height: 1080, at: dueAt };
  log.append('photo', 'cls_a', { session, dueAt, ...picture, sha256: 'a'.repeat(64), sizeBytes: 9 });
  expect(due.at(dueAt).filter(({ kind }) => kind === 'photo')).toEqual([]);
});

test('a missed photograph is due until its session ends, but not in the break', () => {
  const { due } = setUp();
  const missed = (at: number) => due.at(at).some((moment) => moment.dueAt === firstPhoto!.dueAt);
  expect(firstPhoto!.dueAt).toBeLessThan(nine + 40 * minute);
  expect(missed(nine + 45 * minute)).toBe(false);
  expect(missed(nine + 50 * minute)).toBe(true);
  expect(missed(nine + 90 * minute - 1)).toBe(true);
  expect(missed(nine + 90 * minute)).toBe(false);
  expect(missed(nine + 280 * minute)).toBe(false);
});

test('a missed look is due until its period ends', () => {
  const { due } = setUp();
  const inFirst = looks.filter(({ dueAt }) => dueAt < nine + 40 * minute);
  expect(inFirst.length).toBeGreaterThan(1);
  const last = due.at(nine + 40 * minute - 1).filter(({ kind }) => kind === 'presence');
  expect(last.map(({ dueAt }) => dueAt)).toEqual(inFirst.map(({ dueAt }) => dueAt));
  const later = due.at(nine + 90 * minute - 1).filter(({ kind }) => kind === 'presence');
  expect(later.every(({ dueAt }) => dueAt > nine + 50 * minute)).toBe(true);
});
