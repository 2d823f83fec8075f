/**
 * True counts from what vitest wrote with `--reporter=json`, and its exit status. Beside each failed test, these count
 * as one failure each: a file that could not be loaded, a skipped test (it has shown nothing), and a run that crashed
 * or ran nothing.
 * @param report the parsed JSON, or undefined when there is none.
 * @returns `{ passed, failed, why }`, `why` naming the failures that vitest itself does not count.
 */
export function countVitest(report, exitStatus) {
  if (report === undefined) return { passed: 0, failed: 1, why: ['vitest ended without a report'] };
  const why = report.testResults.flatMap(filesFaults);
  const skipped = report.numTotalTests - report.numPassedTests - report.numFailedTests;
  if (skipped > 0) why.push(`${skipped} skipped`);
  if (report.numTotalTests === 0 && why.length === 0) why.push('vitest ran no test');
  let failed = report.numFailedTests + report.testResults.flatMap(filesFaults).length + skipped;
  if (report.numTotalTests === 0 && failed === 0) failed = 1;
  if (exitStatus !== 0 && failed === 0) {
    why.push(`vitest ended with status ${exitStatus}`);
    failed = 1;
  }
  return { passed: report.numPassedTests, failed, why };
}

function filesFaults(file) {
  const ownFault =
    file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');
  return ownFault ? [`${file.name} could not be run`] : [];
}
