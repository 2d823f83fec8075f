// `npm run check`: the fast part of `npm test`, with no browser and no build of the pages.
import { programSteps, setUp } from '../kiosk/start/setup.mjs';
import { faultToolsStep, serialPairStep, tpmStep } from './debian-tools.mjs';
import { Report } from './report.mjs';
import { runVitest } from './run-vitest.mjs';
import { runStaticChecks } from './static-checks.mjs';

const report = new Report();
await report.step('set-up', () =>
  setUp({ steps: [...programSteps, serialPairStep, tpmStep, faultToolsStep] }),
);
if (report.failed === 0) {
  await runStaticChecks(report);
  await report.step('unit tests', () => runVitest({ project: 'unit' }));
}
process.exitCode = report.finish();
