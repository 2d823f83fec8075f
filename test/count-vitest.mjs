/**
 * True counts from what vitest wrote with `--reporter=json`, and its exit status. Beside each failed test, these count
 * as one failure each: a file that could not be loaded, a skipped test (it has shown nothing), and a run that crashed
 * or ran nothing.
 * @param report the parsed JSON, or undefined when there is none.
 * @returns `{ passed, failed, why }`, `why` naming the failures that vitest's own summary does not count.
 */
export function countVitest(report, exitStatus) {
  if (report === undefined) return { passed: 0, failed: 1, why: ['vitest ended without a report'] };
  const { numTotalTests, numPassedTests, numFailedTests, testResults } = report;
  const unloaded = testResults.filter(failedAsAWhole);
  const skipped = numTotalTests - numPassedTests - numFailedTests;
  const failed = numFailedTests + unloaded.length + skipped;
  const why = unloaded.map((file) => `${file.name} could not be run`);
  if (skipped > 0) why.push(`${skipped} skipped`);
  if (failed > 0) return { passed: numPassedTests, failed, why };
  if (numTotalTests === 0) return { passed: 0, failed: 1, why: ['vitest ran no test'] };
  if (exitStatus === 0) return { passed: numPassedTests, failed: 0, why };
  return { passed: numPassedTests, failed: 1, why: [`vitest ended with status ${exitStatus}`] };
}

function failedAsAWhole(file) {
  return file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');
}
