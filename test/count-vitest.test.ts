import { expect, test } from 'vitest';
import { countVitest } from './count-vitest.mjs';

const file = (name: string, ...statuses: string[]) => ({
  name,
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status })),
});

function reportOf(...testResults: ReturnType<typeof file>[]) {
  const statuses = testResults.flatMap((result) => result.assertionResults.map((one) => one.status));
  const count = (wanted: string) => statuses.filter((status) => status === wanted).length;
  return {
    numTotalTests: statuses.length,
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    testResults,
  };
}

test('passed and failed are counted over all files', () => {
  const report = reportOf(file('a', 'passed', 'passed'), file('b', 'failed', 'passed'));
  expect(countVitest(report, 1)).toEqual({ passed: 3, failed: 1, why: [] });
});

test('a file that could not be loaded is a failure of its own', () => {
  const report = reportOf(file('a', 'passed'), { ...file('b'), status: 'failed' });
  expect(countVitest(report, 1)).toEqual({ passed: 1, failed: 1, why: ['b could not be run'] });
});

test('a skipped test has shown nothing', () => {
  const report = reportOf(file('a', 'passed', 'skipped', 'todo'));
  expect(countVitest(report, 0)).toEqual({ passed: 1, failed: 2, why: ['2 skipped'] });
});

test.each([
  ['no report: vitest crashed', undefined, 139, 'vitest ended without a report'],
  ['no test at all', reportOf(), 0, 'vitest ran no test'],
])('%s', (_what, report, exitStatus, why) => {
  expect(countVitest(report, exitStatus)).toEqual({ passed: 0, failed: 1, why: [why] });
});

test('an error outside of every test fails a run whose tests all passed', () => {
  expect(countVitest(reportOf(file('a', 'passed')), 1)).toEqual({
    passed: 1,
    failed: 1,
    why: ['vitest ended with status 1'],
  });
});
