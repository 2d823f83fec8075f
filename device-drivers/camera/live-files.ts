import { type FileHandle, open, stat, unlink } from 'node:fs/promises';
import { messageOf } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';
import type { LiveFragments } from './live-fragments.ts';
import { liveFile, livePattern } from './segment-spool.ts';

export interface LiveFilesSetup {
  readonly dir: string;
  readonly run: string;
  readonly log: Logger;
  readonly live: LiveFragments;
}

/**
 * Where ffmpeg writes the live view's own video: a few seconds a file, the newest one alone is kept. It is no
 * evidence: nothing is brought to the disk, and what a dead process leaves is deleted with the spool's next listing.
 */
export class LiveFiles {
  readonly pattern: string;
  readonly #setup: LiveFilesSetup;
  #counter = 0;
  #handle: FileHandle | undefined;
  #sizeBytes = 0;
  #grew = false;
  #busy: Promise<void> | undefined;

  constructor(setup: LiveFilesSetup) {
    this.#setup = setup;
    this.pattern = livePattern(setup.dir, setup.run);
  }

  get handle(): FileHandle | undefined {
    return this.#handle;
  }

  /** Whether a file was found to grow since the last call. Called every quarter of a second; reads what is new. */
  grew(): boolean {
    this.#busy ??= this.#readOn()
      .catch((error: unknown) => this.#say(error))
      .finally(() => {
        this.#busy = undefined;
      });
    const grew = this.#grew;
    this.#grew = false;
    return grew;
  }

  /** To be called when ffmpeg is gone. */
  async finish(): Promise<void> {
    await this.#busy;
    await this.#readOn().catch((error: unknown) => this.#say(error));
    await this.#drop().catch((error: unknown) => this.#say(error));
  }

  async #readOn(): Promise<void> {
    this.#handle ??= await open(this.#file(), 'r').catch(() => undefined);
    if (!this.#handle) return;
    // Asked before it is read: ffmpeg closes a file before it makes the next one.
    const isWhole = await exists(this.#file(1));
    const { size } = await this.#handle.stat();
    // The header that a file begins with is no video.
    this.#grew ||= this.#sizeBytes > 0 && size > this.#sizeBytes;
    this.#sizeBytes = size;
    await this.#setup.live.read(this);
    if (isWhole) await this.#drop();
  }

  async #drop(): Promise<void> {
    await this.#handle?.close();
    if (this.#handle) await unlink(this.#file());
    this.#handle = undefined;
    this.#sizeBytes = 0;
    this.#counter += 1;
  }

  #file(ahead = 0): string {
    return liveFile(this.#setup.dir, this.#setup.run, this.#counter + ahead);
  }

  #say(error: unknown): void {
    this.#setup.log.error({ fault: messageOf(error) }, 'live video could not be followed');
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
