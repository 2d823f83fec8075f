// `npm test`: everything that must hold. Its last line is `N passed, N failed`.
import { pageSteps, programSteps, setUp } from '../kiosk/start/setup.mjs';
import { browserStep, faultToolsStep, serialPairStep, tpmStep } from './debian-tools.mjs';
import { Report } from './report.mjs';
import { runVitest } from './run-vitest.mjs';
import { runStaticChecks } from './static-checks.mjs';

/** Civil days are Asia/Shanghai whatever the machine's own zone: shown west of it and at zero. */
const TIME_ZONES = ['UTC', 'America/New_York'];
const TIME_SENSITIVE = [
  'test/sync/evidence/time.test.ts',
  'test/sync/evidence/certificate.test.ts',
  'test/kiosk/plan/',
  'test/kiosk/attendance/',
  'test/server/classes/',
  'test/server/ingest/',
  'test/server/pull/',
  'test/server/review/',
  'test/server/ui/',
];

const report = new Report();
await report.step('set-up and pages', () =>
  setUp({ steps: [...programSteps, ...pageSteps, serialPairStep, tpmStep, faultToolsStep, browserStep] }),
);
if (report.failed === 0) {
  await runStaticChecks(report);
  await report.step('unit tests', () => runVitest({ project: 'unit' }));
  for (const timeZone of TIME_ZONES)
    await report.step(`unit tests, TZ=${timeZone}`, () =>
      runVitest({ project: 'unit', folders: TIME_SENSITIVE, timeZone }),
    );
  await report.step('browser tests', () => runVitest({ project: 'e2e' }));
}
process.exitCode = report.finish();
