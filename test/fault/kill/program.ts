import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { waitFor } from '../../helpers/wait-for.ts';

/** One of our programs, as a person starts it; it may be killed and started again. */
export class Program {
  readonly #args: readonly string[];
  readonly #isUp: () => Promise<boolean>;
  #child: ChildProcess | undefined;

  /** `isUp`: whether it answers. */
  constructor(args: readonly string[], isUp: () => Promise<boolean>) {
    this.#args = args;
    this.#isUp = isUp;
  }

  start(): void {
    this.#child = spawn(process.execPath, ['--import', 'tsx', ...this.#args], {
      // Its log would hold nothing but the other program's absence.
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  async ready(): Promise<void> {
    await waitFor(`an answer of ${this.#args[0]}`, 60_000, async () => {
      if (this.#child?.exitCode !== null) throw new Error(`${this.#args[0]} ended by itself`);
      return (await this.#isUp().catch(() => false)) || undefined;
    });
  }

  /** kill -9; resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
