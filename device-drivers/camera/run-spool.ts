import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../sync/base/clock.ts';
import { messageOf } from '../../sync/base/errors.ts';
import { giveSegment, type SpoolSetup } from './salvage.ts';
import { listSpool, newRunName, segmentFile, segmentPattern, writeMediaZero } from './segment-spool.ts';

export interface RunSpoolSetup extends SpoolSetup {
  readonly clock: Clock;
}

/** The first fragment is seen when it is complete: the segment is older by so much, at most. */
const firstFragmentMs = 1_250;

/** The segments of one ffmpeg process, given out in order, each once. */
export class RunSpool {
  readonly pattern: string;
  readonly #setup: RunSpoolSetup;
  readonly #run: string;
  readonly #given = new Set<string>();
  #mediaZeroAt: number;
  #queue: Promise<void> = Promise.resolve();
  #openCounter = 0;
  #openSizeBytes = 0;
  #openSince: number | undefined;

  constructor(setup: RunSpoolSetup) {
    const startAt = setup.clock.now();
    this.#setup = setup;
    this.#run = newRunName(startAt);
    this.#mediaZeroAt = startAt;
    this.pattern = segmentPattern(setup.dir, this.#run);
  }

  /** Notes when media time 0 was, also for whoever finds the files after a crash. */
  setMediaZero(at: number | Promise<number>): void {
    this.#enqueue(async () => {
      this.#mediaZeroAt = Math.round(await at);
      await writeMediaZero(this.#setup.dir, this.#run, this.#mediaZeroAt);
    });
  }

  /** When ffmpeg made the first file, epoch ms by the machine's clock; undefined when it has not. */
  async firstFileBornAt(): Promise<number | undefined> {
    const found = await stat(segmentFile(this.#setup.dir, this.#run, 0)).catch(() => undefined);
    return found?.birthtimeMs;
  }

  /** ffmpeg has closed the segment of this name, and writes the next one. */
  closed(name: string): void {
    this.#openCounter += 1;
    this.#openSizeBytes = 0;
    this.#openSince = this.#setup.clock.mono();
    this.#enqueue(() => this.#give(join(this.#setup.dir, name)));
  }

  /** How long the open segment has been written to, ms. */
  get openForMs(): number {
    return this.#openSince === undefined ? 0 : this.#setup.clock.mono() - this.#openSince;
  }

  /** Whether video was written since the last call. The header of the first file is no video. */
  async grew(): Promise<boolean> {
    const counter = this.#openCounter;
    const found = await stat(segmentFile(this.#setup.dir, this.#run, counter)).catch(() => undefined);
    if (counter !== this.#openCounter) return true;
    const sizeBytes = found?.size ?? 0;
    const isHeader = counter === 0 && this.#openSizeBytes === 0;
    const grew = sizeBytes > this.#openSizeBytes && !isHeader;
    this.#openSizeBytes = sizeBytes;
    if (grew) this.#openSince ??= this.#setup.clock.mono() - firstFragmentMs;
    return grew;
  }

  /** To be called when the process is gone: gives out also what it left unfinished. */
  async finish(): Promise<void> {
    await this.#queue;
    const left = await listSpool(this.#setup.dir);
    for (const { file, run } of left) if (run === this.#run && !this.#given.has(file)) await this.#give(file);
  }

  #enqueue(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(task).catch((error: unknown) => {
      this.#setup.log.error({ fault: messageOf(error) }, 'a step of the camera spool failed');
    });
  }

  async #give(file: string): Promise<void> {
    this.#given.add(file);
    await giveSegment(file, this.#mediaZeroAt, this.#setup);
  }
}
