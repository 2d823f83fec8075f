import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ShiftedClock } from '../fault/shifted-clock.ts';
import type { KioskSays } from './clock-kiosk-program.ts';
import type { Written } from './clock-verdicts.ts';

const program = fileURLToPath(new URL('clock-kiosk-program.ts', import.meta.url));
const answersWithinMs = 30_000;

type Saying<S extends KioskSays['said']> = Extract<KioskSays, { readonly said: S }>;

/** A kiosk's process under a clock that can be shifted; what it writes is noted by the true one. */
export class ClockKiosk {
  readonly written: Written[] = [];
  device = '';
  /** What is true of the records that are written now. */
  expected: Written['expected'] = null;
  online = false;
  readonly #clock: ShiftedClock;
  readonly #args: readonly string[];
  readonly #waiting: { said: string; resolve: (saying: KioskSays) => void }[] = [];
  #child: ChildProcess | undefined;
  /** When the newest line was asked for: what it brings was written later. */
  #askedAt = 0;

  constructor(clock: ShiftedClock, dataDir: string, serverUrl: string) {
    this.#clock = clock;
    this.#args = ['--import', 'tsx', program, dataDir, serverUrl];
  }

  /** Starts the program; its first record is in the log. */
  async open(): Promise<void> {
    this.#askedAt = Date.now();
    const child = this.#clock.spawn(process.execPath, this.#args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child = child;
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) =>
      this.#take(JSON.parse(line) as KioskSays),
    );
    this.device = (await this.#said('open')).device;
  }

  /** Its sync runs; `code`: with which it enrols, once. */
  sync(code = ''): void {
    this.#ask(`start ${code}`.trim());
  }

  async checkIn(): Promise<number> {
    const appended = this.#said('appended');
    this.#askedAt = Date.now();
    this.#ask('check-in');
    return (await appended).seq;
  }

  async status(): Promise<Saying<'status'>> {
    const status = this.#said('status');
    this.#ask('status');
    return status;
  }

  /** kill -9 */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
  }

  #ask(line: string): void {
    this.#child?.stdin?.write(`${line}\n`);
  }

  #take(saying: KioskSays): void {
    if (saying.said === 'open') this.#note(saying.device, saying.seq, null);
    if (saying.said === 'appended') this.#note(this.device, saying.seq, this.expected);
    const index = this.#waiting.findIndex(({ said }) => said === saying.said);
    if (index >= 0) this.#waiting.splice(index, 1)[0]?.resolve(saying);
  }

  #note(device: string, seq: number, expected: Written['expected']): void {
    const { online } = this;
    this.written.push({ device, seq, fromAt: this.#askedAt, toAt: Date.now(), online, expected });
  }

  #said<S extends KioskSays['said']>(said: S): Promise<Saying<S>> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the kiosk never said: ${said}`)), answersWithinMs);
      this.#waiting.push({
        said,
        resolve: (saying) => {
          clearTimeout(timer);
          resolve(saying as Saying<S>);
        },
      });
    });
  }
}
