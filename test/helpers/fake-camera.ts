import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Camera, Frame, LiveFragment, VideoSegment } from '../../device-drivers/camera/camera.ts';
import type { DeviceState } from '../../sync/base/device-state.ts';

/** A camera whose segments, frames and troubles a test gives out by hand. */
export class FakeCamera implements Camera {
  state: DeviceState = { state: 'ready', since: 0 };
  readonly #dir: string;
  readonly #segments: ((segment: VideoSegment) => void)[] = [];
  readonly #frames: ((frame: Frame) => void)[] = [];
  readonly #states: ((state: DeviceState) => void)[] = [];
  readonly #watchers = new Set<(fragment: LiveFragment) => void>();
  #count = 0;

  constructor(dir: string) {
    this.#dir = dir;
  }

  start(): void {}
  async close(): Promise<void> {}
  onSegment(listener: (segment: VideoSegment) => void): void {
    this.#segments.push(listener);
  }
  onFrame(listener: (frame: Frame) => void): void {
    this.#frames.push(listener);
  }
  onState(listener: (state: DeviceState) => void): void {
    this.#states.push(listener);
  }
  watchFragments(listener: (fragment: LiveFragment) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** How many watch live. */
  get watchers(): number {
    return this.#watchers.size;
  }

  giveFragment(fragment: LiveFragment): void {
    for (const listener of this.#watchers) listener(fragment);
  }

  /** A finished file from `startAt` to `endAt`; gives its path. */
  giveSegment(startAt: number, endAt: number, holes?: VideoSegment['holes']): string {
    return this.giveFile(this.makeFile(), startAt, endAt, holes);
  }

  /** A file with the outline of a segment, and bytes of its own. */
  makeFile(): string {
    this.#count += 1;
    const file = join(this.#dir, `spool-${this.#count}.mp4`);
    writeFileSync(file, Buffer.concat([box('ftyp', 8), box('moov', 100), box('moof', 40), box('mdat', 500)]));
    return file;
  }

  /** A file that a test has made itself. */
  giveFile(file: string, startAt: number, endAt: number, holes?: VideoSegment['holes']): string {
    for (const listener of this.#segments) listener({ file, startAt, endAt, ...(holes && { holes }) });
    return file;
  }

  giveFrame(frame: Frame): void {
    for (const listener of this.#frames) listener(frame);
  }

  breakDown(detail: string, since: number, fault: NonNullable<DeviceState['fault']> = 'lost'): void {
    this.#set({ state: 'out-of-order', detail, fault, since });
  }

  recover(since: number): void {
    this.#set({ state: 'ready', since });
  }

  #set(state: DeviceState): void {
    this.state = state;
    for (const listener of this.#states) listener(state);
  }
}

function box(type: string, contentBytes: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + contentBytes, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, randomBytes(contentBytes)]);
}
