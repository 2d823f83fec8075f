import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathWithThisNode } from '../kiosk/start/run-command.mjs';
import { projectRoot } from '../kiosk/start/setup.mjs';

// With CI=true some programs colour even what goes to a file.
const PLAIN = process.stdout.isTTY ? {} : { NO_COLOR: '1' };

/** Runs a program of node_modules/.bin with its output shown and no stdin; its exit status, 1 when it was killed. */
export function runShown([program, ...args], env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(projectRoot, 'node_modules', '.bin', program), args, {
      cwd: projectRoot,
      env: { ...process.env, ...PLAIN, ...env, PATH: pathWithThisNode() },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
