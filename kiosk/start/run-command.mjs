import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { signalGroup } from './process-group.mjs';

const TAIL_CHARS = 4000;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program to its end: no stdin (nothing can ask), output appended to `logFile`.
 * It leads a process group, which is ended with us or after `timeoutMs`.
 * @returns `{ ok, tail }`, the tail being the end of its output; never rejects.
 */
export function runCommand(file, args, { cwd, env = {}, logFile, timeoutMs }) {
  return new Promise((resolve) => {
    let tail = '';
    const keep = (chunk) => {
      tail = (tail + chunk).slice(-TAIL_CHARS);
      if (logFile !== undefined) appendFileSync(logFile, chunk);
    };
    keep(`$ ${file} ${args.join(' ')}\n`);
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env, NO_COLOR: '1', PATH: pathWithThisNode() },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const release = endWithUs(child, timeoutMs);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (fault) => {
      release();
      resolve({ ok: false, tail: fault.message });
    });
    child.once('close', (code) => {
      release();
      resolve({ ok: code === 0, tail: tail.trimEnd() });
    });
  });
}

/** Programs that start `node` by name must get this one, not another one on the PATH. */
export function pathWithThisNode() {
  return [path.dirname(process.execPath), process.env.PATH ?? ''].join(path.delimiter);
}

function endWithUs(child, timeoutMs) {
  const end = (signal) => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    if (signal !== undefined) process.exit(128 + constants.signals[signal]);
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => end(), timeoutMs);
  for (const signal of STOP_SIGNALS) process.on(signal, end);
  return () => {
    clearTimeout(timer);
    for (const signal of STOP_SIGNALS) process.off(signal, end);
  };
}
