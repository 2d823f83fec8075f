import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../sync/base/clock.ts';
import { messageOf } from '../../sync/base/errors.ts';
import type { LiveFragment } from './camera.ts';
import { LiveFiles } from './live-files.ts';
import { LiveFragments } from './live-fragments.ts';
import { OpenSegment } from './open-segment.ts';
import { giveSegment, type SpoolSetup } from './salvage.ts';
import { listSpool, newRunName, segmentFile, segmentPattern, writeMediaZero } from './segment-spool.ts';
import { fragmentMs } from './video-files.ts';

export interface RunSpoolSetup extends SpoolSetup {
  readonly clock: Clock;
  /** Epoch ms of the run's start, which is media time 0 of a live source. */
  readonly startAt: number;
  /** Live fragments come from files of their own, not from the segments. */
  readonly liveApart: boolean;
  readonly wantsFragments: () => boolean;
  readonly onFragment: (fragment: LiveFragment) => void;
}

/** The first fragment is seen when it is complete: the segment is older by so much, at most. */
const firstFragmentMs = fragmentMs + 250;

/** The segments of one ffmpeg process: on the disk while they are written, then given out in order, each once. */
export class RunSpool {
  readonly pattern: string;
  readonly #setup: RunSpoolSetup;
  readonly #run: string;
  readonly #given = new Set<string>();
  readonly #live: LiveFragments;
  readonly #liveFiles: LiveFiles | undefined;
  #mediaZeroAt: number;
  #queue: Promise<void> = Promise.resolve();
  #finished: Promise<unknown> = Promise.resolve();
  #counter = 0;
  #open: OpenSegment;
  #headerSeen = false;
  #openSince: number | undefined;

  constructor(setup: RunSpoolSetup) {
    this.#setup = setup;
    this.#run = newRunName(setup.startAt);
    this.#mediaZeroAt = setup.startAt;
    this.pattern = segmentPattern(setup.dir, this.#run);
    this.#open = this.#follow();
    this.#live = new LiveFragments({
      ...{ run: this.#run, log: setup.log, mediaZeroAt: () => this.#mediaZeroAt },
      ...{ wanted: setup.wantsFragments, onFragment: setup.onFragment },
    });
    const files = { dir: setup.dir, run: this.#run, log: setup.log, live: this.#live };
    this.#liveFiles = setup.liveApart ? new LiveFiles(files) : undefined;
  }

  /** Where ffmpeg writes live fragments; undefined where the segments serve for that. */
  get livePattern(): string | undefined {
    return this.#liveFiles?.pattern;
  }

  /** Notes when media time 0 was if not at the start, also for whoever finds the files after a crash. */
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
    const closed = this.#open;
    this.#counter += 1;
    this.#open = this.#follow();
    this.#openSince = this.#setup.clock.mono();
    const finished = this.#readLive(closed).then(() => closed.finish());
    this.#finished = Promise.all([this.#finished, finished]);
    // Given out at once: who keeps the file syncs it before it is named in a record.
    this.#enqueue(() => this.#give(join(this.#setup.dir, name)));
  }

  /** How long the open segment has been written to, ms. */
  get openForMs(): number {
    return this.#openSince === undefined ? 0 : this.#setup.clock.mono() - this.#openSince;
  }

  /** Whether video was written since the last call. The header of the first file is no video. */
  grew(): boolean {
    const grew = this.#open.grownBytes() > 0;
    const isVideo = grew && this.#headerSeen;
    this.#headerSeen ||= grew;
    if (!isVideo) return false;
    this.#openSince ??= this.#setup.clock.mono() - firstFragmentMs;
    void this.#readLive(this.#open);
    return true;
  }

  /** Whether video for the live view alone was written since the last call. */
  liveGrew(): boolean {
    return this.#liveFiles?.grew() ?? false;
  }

  /** To be called when the process is gone: gives out also what it left unfinished. */
  async finish(): Promise<void> {
    // It may have been begun since anybody looked.
    await this.#open.opened();
    await this.#readLive(this.#open);
    await this.#liveFiles?.finish();
    await Promise.all([this.#open.finish(), this.#finished, this.#queue]);
    const left = await listSpool(this.#setup.dir);
    for (const { file, run } of left) if (run === this.#run && !this.#given.has(file)) await this.#give(file);
  }

  async #readLive(segment: OpenSegment): Promise<void> {
    if (!this.#liveFiles) await this.#live.read(segment);
  }

  #follow(): OpenSegment {
    return new OpenSegment(segmentFile(this.#setup.dir, this.#run, this.#counter), this.#setup.log);
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
