import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../kiosk/start/setup.mjs';
import { countVitest } from './count-vitest.mjs';
import { runShown } from './run-shown.mjs';

/**
 * Runs a vitest project, or those folders of it that exist, and counts.
 * @returns `{ passed, failed }`
 */
export async function runVitest({ project, folders, timeZone }) {
  const filters = folders?.filter((folder) => existsSync(path.join(projectRoot, folder)));
  // Without a filter vitest would run everything.
  if (filters?.length === 0) return { passed: 0, failed: 1 };
  const folder = mkdtempSync(path.join(tmpdir(), 'keqin-vitest-'));
  const reportFile = path.join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const command = [
    'vitest',
    'run',
    '--project',
    project,
    '--allowOnly=false',
    ...reporters,
    ...(filters ?? []),
  ];
  const exitStatus = await runShown(command, timeZone === undefined ? {} : { TZ: timeZone });
  const counts = countVitest(readReport(reportFile), exitStatus);
  rmSync(folder, { recursive: true });
  for (const line of counts.why) console.log(line);
  return counts;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
