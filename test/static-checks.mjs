import { existsSync } from 'node:fs';
import path from 'node:path';
import { PlainFault } from '../kiosk/start/plain-fault.mjs';
import { projectRoot } from '../kiosk/start/setup.mjs';
import { runShown } from './run-shown.mjs';

const folders = ['kiosk', 'device-drivers', 'models', 'server', 'sync', 'test'].filter((folder) =>
  existsSync(path.join(projectRoot, folder)),
);

const CHECKS = {
  'lint and format': ['biome', 'ci', '.'],
  types: ['vue-tsc', '--noEmit'],
  'import rules': ['depcruise', ...folders, '--config', '.dependency-cruiser.cjs'],
  'unused code': ['knip'],
};

/** Each check is one program that says by itself what is wrong, and counts as one. */
export async function runStaticChecks(report) {
  for (const [name, command] of Object.entries(CHECKS))
    await report.step(name, async () => {
      const exitStatus = await runShown(command);
      if (exitStatus !== 0) throw new PlainFault(`${command[0]} ended with status ${exitStatus}`);
    });
}
