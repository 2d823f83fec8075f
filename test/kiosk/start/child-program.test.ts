import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ChildProgram } from '../../../kiosk/start/child-program.mjs';
import { stillRunning } from './still-running.ts';
import { tempFolder } from './temp-folder.ts';

const START_SLEEPER = `
const sleeper = require('node:child_process').spawn('sleep', ['600'], { stdio: 'ignore' });
process.send({ type: 'sleeper', pid: sleeper.pid });
`;

function startProgram(script: string): { readonly program: ChildProgram; readonly logFile: string } {
  const cwd = tempFolder();
  const logFile = path.join(cwd, 'kiosk.log');
  const program = new ChildProgram({ name: 'kiosk', args: ['-e', script], cwd, env: process.env, logFile });
  program.start();
  onTestFinished(() => program.stop(0));
  return { program, logFile };
}

const sleeperOf = (program: ChildProgram) =>
  new Promise<number>((resolve) => program.onMessage('sleeper', ({ pid }) => resolve(pid)));

test('a program that ends leaves its last words, and nothing that it started', async () => {
  const { program, logFile } = startProgram(`${START_SLEEPER}
    console.error('Error: no camera');
    process.disconnect();
    sleeper.unref();`);
  const sleeper = await sleeperOf(program);
  expect(await program.ended).toBe('Error: no camera');
  expect(stillRunning(sleeper)).toBe(false);
  expect(readFileSync(logFile, 'utf8')).toContain('Error: no camera');
});

test('what it says itself about its failure wins over its log', async () => {
  const { program } = startProgram(
    `console.error('Error: deep inside'); process.send({ type: 'failed', message: '磁盘已满' }, () => process.exit(1));`,
  );
  expect(await program.ended).toBe('磁盘已满');
});

test('asked to stop, it may finish its work first', async () => {
  const { program, logFile } = startProgram(
    `process.on('SIGTERM', () => { console.log('closed the segment'); process.exit(); }); process.send({ type: 'sleeper', pid: 0 }); setInterval(() => {}, 1e6);`,
  );
  await sleeperOf(program);
  await program.stop();
  expect(readFileSync(logFile, 'utf8')).toContain('closed the segment');
});

test('one that does not stop is killed, with what it started', async () => {
  const { program } = startProgram(
    `process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6); ${START_SLEEPER}`,
  );
  const sleeper = await sleeperOf(program);
  await program.stop(100);
  await vi.waitFor(() => expect(stillRunning(sleeper)).toBe(false));
});

test('the log of the former run is kept', async () => {
  const { program, logFile } = startProgram(`console.log('first')`);
  await program.ended;
  program.start();
  await program.ended;
  expect(readFileSync(logFile.replace('.log', '.previous.log'), 'utf8')).toBe('first\n');
});
