import { expect, test } from 'vitest';
import { isSelfTestDue } from '../../../kiosk/self-test/self-test-due.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';

const due = (now: number, lastAt: number | null) => isSelfTestDue([samplePlan()], now, lastAt);

test('from an hour before a session until it begins', () => {
  expect(due(nine - 61 * minute, null)).toBe(false);
  expect(due(nine - 60 * minute, null)).toBe(true);
  expect(due(nine - 1, null)).toBe(true);
  expect(due(nine, null)).toBe(false);
});

test('done once for a session; the morning’s does not serve for the afternoon', () => {
  expect(due(nine - 10 * minute, nine - 50 * minute)).toBe(false);
  expect(due(nine - 10 * minute, nine - 70 * minute)).toBe(true);
  expect(due(nine + 260 * minute, nine - 50 * minute)).toBe(true);
});
