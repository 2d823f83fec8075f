import { reportFault } from '../kiosk/start/plain-fault.mjs';

/** Runs named steps one after the other, adds up what passed and failed, and ends with one line that says so. */
export class Report {
  #steps = [];
  #print;

  constructor(print = console.log) {
    this.#print = print;
  }

  get failed() {
    return this.#sum('failed');
  }

  /** @param work returns `{ passed, failed }`, or nothing when it counts as one passed; throwing is one failed. */
  async step(name, work) {
    this.#print(`\n▶ ${name}`);
    const startedMs = Date.now();
    const { passed, failed } = await countOf(work, this.#print);
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    this.#steps.push({ name, passed, failed, seconds });
  }

  /** Prints every step, then `N passed, N failed` alone as the last line; returns the exit status. */
  finish() {
    this.#print('');
    for (const { name, passed, failed, seconds } of this.#steps)
      this.#print(`${failed === 0 ? '✓' : '✗'} ${name}: ${passed} passed, ${failed} failed (${seconds} s)`);
    this.#print('');
    this.#print(`${this.#sum('passed')} passed, ${this.failed} failed`);
    return this.failed === 0 ? 0 : 1;
  }

  #sum(what) {
    return this.#steps.reduce((total, step) => total + step[what], 0);
  }
}

async function countOf(work, print) {
  try {
    return (await work()) ?? { passed: 1, failed: 0 };
  } catch (fault) {
    reportFault(fault, print);
    return { passed: 0, failed: 1 };
  }
}
