import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, renameSync } from 'node:fs';
import { lastSentence } from './last-sentence.mjs';
import { signalGroup, sweepGroup } from './process-group.mjs';

const STOP_GRACE_MS = 8000;
const SWEEP_GRACE_MS = 2000;

/**
 * One of the two programs, as a child that leads its own process group: Ctrl-C reaches the launcher only, which then
 * asks the child, and what the child started (ffmpeg) goes with it.
 */
export class ChildProgram {
  #child;
  #ended;
  #failedMessage;

  /** @param spec `{ name, args, cwd, env, logFile }`; `args` are for this very `node`. */
  constructor(spec) {
    this.spec = spec;
  }

  /** Starts it; its output goes to `logFile`, that of the former run is kept as `*.previous.log`. */
  start() {
    const { args, cwd, env, logFile } = this.spec;
    const log = openFreshLog(logFile);
    const stdio = ['ignore', log, log, 'ipc'];
    this.#child = spawn(process.execPath, args, { cwd, env, detached: true, stdio });
    closeSync(log);
    this.onMessage('failed', (failed) => {
      this.#failedMessage = failed.message;
    });
    this.#ended = once(this.#child, 'exit').then(() => this.#afterExit());
  }

  /** Settles with why it ended (one line, maybe empty), once nothing of its process group is left. */
  get ended() {
    return this.#ended;
  }

  /** Calls back for each message `{ type, … }` of that type. */
  onMessage(type, take) {
    this.#child.on('message', (message) => {
      if (message?.type === type) take(message);
    });
  }

  /** A program that has just ended takes no message; that is told by `ended`, not here. */
  send(message) {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  /** SIGTERM; SIGKILL to the whole group when it is not gone after `graceMs`. */
  async stop(graceMs = STOP_GRACE_MS) {
    this.#child.kill('SIGTERM');
    const kill = setTimeout(() => signalGroup(this.#child.pid, 'SIGKILL'), graceMs);
    await this.#ended;
    clearTimeout(kill);
  }

  async #afterExit() {
    await sweepGroup(this.#child.pid, SWEEP_GRACE_MS);
    return this.#failedMessage ?? lastSentence(this.spec.logFile);
  }
}

function openFreshLog(logFile) {
  if (existsSync(logFile)) renameSync(logFile, logFile.replace(/(\.log)?$/, '.previous.log'));
  return openSync(logFile, 'a');
}
