import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 60_000;
const askEveryMs = 20;

/** One of our programs, bundled; it may be killed and started again. */
export class Program {
  /** What the newest whole start took, to its first answer. */
  startMs = 0;
  readonly name: string;
  readonly #args: readonly string[];
  readonly #isUp: () => Promise<boolean>;
  #child: ChildProcess | undefined;
  #up: Promise<void> = Promise.resolve();
  #starting = false;

  /** `args`: of node. `isUp`: whether it answers. */
  constructor(name: string, args: readonly string[], isUp: () => Promise<boolean>) {
    this.name = name;
    this.#args = args;
    this.#isUp = isUp;
  }

  get isStarting(): boolean {
    return this.#starting;
  }

  start(): void {
    const child = spawn(process.execPath, this.#args, {
      // Its log would hold nothing but the other program's absence.
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.#child = child;
    this.#starting = true;
    this.#up = this.#untilUp(child);
    // Whoever waits for it is told.
    this.#up.catch(() => undefined);
  }

  /** Resolves when it answers, or was killed before; throws when it ended by itself, now or earlier. */
  async ready(): Promise<void> {
    await this.#up;
    this.#mustNotHaveEnded();
  }

  /** kill -9; resolves when it is gone. Throws when it had ended by itself. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#mustNotHaveEnded();
    if (!child || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    this.#mustNotHaveEnded();
  }

  async #untilUp(child: ChildProcess): Promise<void> {
    const startedAt = performance.now();
    while (!(await this.#isUp().catch(() => false))) {
      this.#mustNotHaveEnded();
      if (child.signalCode !== null) return;
      if (performance.now() - startedAt > patienceMs) throw new Error(`no answer of the ${this.name}`);
      await sleep(askEveryMs);
    }
    this.#starting = false;
    this.startMs = performance.now() - startedAt;
  }

  #mustNotHaveEnded(): void {
    const exitCode = this.#child?.exitCode ?? null;
    if (exitCode !== null) throw new Error(`the ${this.name} ended by itself, with ${exitCode}`);
  }
}
