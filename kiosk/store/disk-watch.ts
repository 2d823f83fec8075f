import { statfs } from 'node:fs/promises';
import type { Clock } from '../../sync/base/clock.ts';
import type { DeviceState } from '../../sync/base/device-state.ts';
import type { Ballast } from './ballast.ts';
import { type DiskLimits, diskLimits } from './disk-limits.ts';

/**
 * How much of the disk is left. `ample`; `low`: say so; `video-stopped`: only check-ins are written;
 * `full`: not even they.
 */
export type DiskRoom = 'ample' | 'low' | 'video-stopped' | 'full';

interface WatchOptions {
  readonly limits?: DiskLimits;
  readonly ballast?: Ballast;
  /** Bytes free to this program; for tests. */
  readonly freeBytes?: () => Promise<number>;
}

const checkEveryMs = 10_000;

/** Watches the room left on the data disk, and makes the ballast again when there is room for it. */
export class DiskWatch {
  readonly #clock: Clock;
  readonly #limits: DiskLimits;
  readonly #ballast: Ballast | undefined;
  readonly #freeBytes: () => Promise<number>;
  readonly #listeners: (() => void)[] = [];
  #state: DeviceState;
  #videoStopped = false;
  #lastFree: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(dir: string, clock: Clock, { limits = diskLimits(), ballast, freeBytes }: WatchOptions = {}) {
    this.#clock = clock;
    this.#limits = limits;
    this.#ballast = ballast;
    this.#freeBytes = freeBytes ?? (() => freeBytesOf(dir));
    this.#state = { state: 'starting', since: clock.now() };
  }

  get state(): DeviceState {
    return this.#state;
  }

  get room(): DiskRoom {
    if (this.#ballast?.refusing) return 'full';
    if (this.#videoStopped) return 'video-stopped';
    return this.#state.state === 'out-of-order' ? 'low' : 'ample';
  }

  /** As last looked at; undefined before the first look. */
  get lastFreeBytes(): number | undefined {
    return this.#lastFree;
  }

  /** Called when what `room` or `state` says changes at a check. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  async start(): Promise<void> {
    await this.check();
    this.#timer = setInterval(() => void this.check().catch(() => this.#noteUnreadable()), checkEveryMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Looks now: may another segment be kept? */
  async hasRoomForVideo(): Promise<boolean> {
    await this.check();
    return !this.#videoStopped;
  }

  async check(): Promise<void> {
    const free = await this.#freeBytes();
    this.#lastFree = free;
    const before = `${this.room} ${this.#state.state}`;
    this.#videoStopped = free < this.#videoThreshold;
    this.#note(free);
    await this.#restoreBallast(free);
    if (before !== `${this.room} ${this.#state.state}`) for (const listener of this.#listeners) listener();
  }

  /** Once stopped, video waits for a quarter more, so that it does not start and stop with every segment. */
  get #videoThreshold(): number {
    return this.#limits.videoReserveBytes * (this.#videoStopped ? 1.25 : 1);
  }

  #note(free: number): void {
    const low = free < this.#limits.warnBelowBytes;
    const next = low ? ('out-of-order' as const) : ('ready' as const);
    if (next === this.#state.state) return;
    const detail = low ? { detail: `only ${Math.round(free / 1024 ** 2)} MB left` } : {};
    this.#state = { state: next, since: this.#clock.now(), ...detail };
  }

  /** A disk that was pulled out must not end the program: the next check may find it again. */
  #noteUnreadable(): void {
    this.#state = { state: 'out-of-order', since: this.#clock.now(), detail: 'the data disk cannot be read' };
    for (const listener of this.#listeners) listener();
  }

  /** Never at the price of video: the ballast is made only where the reserve stays whole. */
  async #restoreBallast(free: number): Promise<void> {
    if (!this.#ballast || free < this.#limits.videoReserveBytes + this.#ballast.sizeBytes) return;
    await this.#ballast.make();
  }
}

async function freeBytesOf(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
}
