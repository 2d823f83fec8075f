import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Camera, Frame, VideoSegment } from '../../device-drivers/camera/camera.ts';
import type { DeviceState } from '../../sync/base/device-state.ts';

/** A camera whose segments, frames and troubles a test gives out by hand. */
export class FakeCamera implements Camera {
  state: DeviceState = { state: 'ready', since: 0 };
  readonly #dir: string;
  readonly #segments: ((segment: VideoSegment) => void)[] = [];
  readonly #frames: ((frame: Frame) => void)[] = [];
  readonly #states: ((state: DeviceState) => void)[] = [];
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

  /** A finished file from `startAt` to `endAt`; gives its path. */
  giveSegment(startAt: number, endAt: number): string {
    this.#count += 1;
    const file = join(this.#dir, `spool-${this.#count}.mp4`);
    writeFileSync(file, Buffer.concat([box('ftyp', 8), box('moov', 100), box('moof', 40), box('mdat', 500)]));
    for (const listener of this.#segments) listener({ file, startAt, endAt });
    return file;
  }

  giveFrame(frame: Frame): void {
    for (const listener of this.#frames) listener(frame);
  }

  breakDown(detail: string, since: number): void {
    this.#set({ state: 'out-of-order', detail, since });
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
