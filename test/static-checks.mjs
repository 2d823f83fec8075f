import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PlainFault } from '../kiosk/start/plain-fault.mjs';
import { projectRoot } from '../kiosk/start/setup.mjs';
import { runShown } from './run-shown.mjs';

/** Runs every `check:…` script of package.json: each says by itself what is wrong, and counts as one. */
export async function runStaticChecks(report) {
  const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  const checks = Object.entries(scripts).filter(([name]) => name.startsWith('check:'));
  for (const [name, command] of checks)
    await report.step(`${name} (${command})`, async () => {
      const exitStatus = await runShown(command.split(' '));
      if (exitStatus !== 0) throw new PlainFault(`${name} ended with status ${exitStatus}`);
    });
}
