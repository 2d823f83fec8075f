import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { runCommand } from '../../../kiosk/start/run-command.mjs';
import { stillRunning } from './still-running.ts';
import { tempFolder } from './temp-folder.ts';

test('output goes to the log and its end is kept; stdin is closed, so nothing can ask', async () => {
  const cwd = tempFolder();
  const logFile = path.join(cwd, 'setup.log');
  const script = 'read answer || echo "no answer"; echo bad >&2; exit 3';
  const { ok, tail } = await runCommand('sh', ['-c', script], { cwd, logFile });
  expect(ok).toBe(false);
  expect(tail).toMatch(/no answer\nbad$/);
  expect(readFileSync(logFile, 'utf8')).toContain('no answer');
});

test('a program that cannot be started is told, not thrown', async () => {
  const { ok, tail } = await runCommand('no-such-program', [], { cwd: tempFolder() });
  expect(ok).toBe(false);
  expect(tail).toContain('no-such-program');
});

test('what takes too long is ended, with what it started', async () => {
  const cwd = tempFolder();
  const { ok, tail } = await runCommand('sh', ['-c', 'sleep 600 & echo $!; wait'], { cwd, timeoutMs: 300 });
  expect(ok).toBe(false);
  const sleeper = Number(tail.split('\n').at(-1));
  expect(sleeper).toBeGreaterThan(1);
  await vi.waitFor(() => expect(stillRunning(sleeper)).toBe(false));
});
