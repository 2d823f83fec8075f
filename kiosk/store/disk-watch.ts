import { statfs } from 'node:fs/promises';
import type { Clock } from '../../sync/base/clock.ts';
import type { DeviceState } from '../../sync/base/device-state.ts';

/** Below this the kiosk says that its disk is nearly full: about a day of video. */
const leastFreeBytes = 2 * 1024 ** 3;

/** Watches the room left on the data disk. */
export class DiskWatch {
  readonly #dir: string;
  readonly #clock: Clock;
  #state: DeviceState;
  #timer: NodeJS.Timeout | undefined;

  constructor(dir: string, clock: Clock) {
    this.#dir = dir;
    this.#clock = clock;
    this.#state = { state: 'starting', since: clock.now() };
  }

  get state(): DeviceState {
    return this.#state;
  }

  async start(): Promise<void> {
    await this.check();
    this.#timer = setInterval(() => void this.check(), 10_000);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async check(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#dir);
    const low = bavail * bsize < leastFreeBytes;
    const next = low ? ('out-of-order' as const) : ('ready' as const);
    if (next === this.#state.state) return;
    const detail = low ? { detail: `only ${Math.round((bavail * bsize) / 1024 ** 2)} MB left` } : {};
    this.#state = { state: next, since: this.#clock.now(), ...detail };
  }
}
