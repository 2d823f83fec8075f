import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { RecordingOrder } from './recording-program.ts';

const startLimitMs = 30_000;

/** A recording program that runs. */
export class RecordingChild {
  readonly process: ChildProcess;
  /** Epoch ms of the end of the video that it has finished. */
  finishedUntil = 0;
  readonly #ended: Promise<unknown>;
  readonly #ready: Promise<boolean>;

  /** @param bundle of recording-program.ts */
  constructor(bundle: string, order: RecordingOrder, env: NodeJS.ProcessEnv = process.env) {
    const child = spawn(process.execPath, [bundle, JSON.stringify(order)], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env,
    });
    this.process = child;
    this.#ended = once(child, 'close');
    this.#ready = new Promise((resolve) => {
      child.once('close', () => resolve(false));
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line === 'ready') resolve(true);
        const [, endAt] = /^finished (\d+)$/.exec(line) ?? [];
        if (endAt) this.finishedUntil = Number(endAt);
      });
    });
  }

  /** Resolves when video comes; throws when the program ends before that, or takes too long. */
  async ready(): Promise<void> {
    const late = setTimeout(() => this.process.kill(), startLimitMs);
    const isReady = await this.#ready;
    clearTimeout(late);
    if (!isReady) throw new Error('the recording program never recorded');
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.#ended;
  }

  /** Lets it finish its files. */
  async stop(): Promise<void> {
    this.process.stdin?.end();
    await this.#ended;
  }
}
