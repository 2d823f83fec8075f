import { fdatasync, fstatSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';
import { syncPath } from './sync-path.ts';

const bringToDisk = promisify(fdatasync);

/**
 * The segment file that ffmpeg is writing. What ffmpeg gave to the system a power cut takes, unless somebody syncs
 * it: any process may. Also tells whether video comes.
 */
export class OpenSegment {
  readonly path: string;
  readonly #log: Logger;
  #handle: FileHandle | undefined;
  #opening: Promise<void> | undefined;
  #syncing: Promise<void> | undefined;
  #sizeBytes = 0;
  #syncedBytes = 0;

  constructor(path: string, log: Logger) {
    this.path = path;
    this.#log = log;
    this.#opening = this.#open();
  }

  /** Undefined while ffmpeg has not made the file. */
  get handle(): FileHandle | undefined {
    return this.#handle;
  }

  /** By how many bytes the file grew since the last call. Called every quarter of a second; syncs what is new. */
  grownBytes(): number {
    if (!this.#handle) {
      this.#opening ??= this.#open();
      return 0;
    }
    const { size } = fstatSync(this.#handle.fd);
    const grown = size - this.#sizeBytes;
    this.#sizeBytes = size;
    if (size > this.#syncedBytes) this.#sync(this.#handle.fd);
    return grown;
  }

  /** To be called when the file is made or will not be: resolves with it open, if it is there. */
  async opened(): Promise<void> {
    await this.#opening;
    if (!this.#handle) await this.#open();
  }

  /** ffmpeg has closed it. Resolves when all of it is on the disk. */
  async finish(): Promise<void> {
    await this.opened();
    await this.#syncing;
    if (!this.#handle) return;
    await bringToDisk(this.#handle.fd).catch((error: unknown) => this.#say(error));
    await this.#handle.close();
    this.#handle = undefined;
  }

  /** One sync at a time: a slow disk must not gather a queue of them. */
  #sync(fd: number): void {
    const sizeBytes = this.#sizeBytes;
    this.#syncing ??= bringToDisk(fd)
      .then(() => {
        this.#syncedBytes = sizeBytes;
      })
      .catch((error: unknown) => this.#say(error))
      .finally(() => {
        this.#syncing = undefined;
      });
  }

  /** A file's bytes are safe only when its name is. */
  async #open(): Promise<void> {
    this.#handle = await open(this.path, 'r').catch(() => undefined);
    this.#opening = undefined;
    if (this.#handle) syncPath(dirname(this.path)).catch((error: unknown) => this.#say(error));
  }

  #say(error: unknown): void {
    this.#log.error({ fault: messageOf(error) }, 'video could not be brought to the disk');
  }
}
