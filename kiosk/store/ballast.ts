import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDiskFull, orDiskFull } from './disk-full.ts';

const chunkBytes = 1024 ** 2;

/**
 * A file that is there to be deleted: a full disk gives back its bytes, and check-ins go on. Real bytes, for a file
 * system may store zeros, or a file of holes, in no room at all.
 */
export class Ballast {
  readonly sizeBytes: number;
  readonly #dir: string;
  readonly #file: string;
  #making: Promise<boolean> | undefined;
  #refusing = false;

  constructor(dir: string, sizeBytes: number) {
    this.#dir = dir;
    this.#file = join(dir, 'ballast.bin');
    this.sizeBytes = sizeBytes;
  }

  /** Whether the file is there, whole. */
  get held(): boolean {
    return statSync(this.#file, { throwIfNoEntry: false })?.size === this.sizeBytes;
  }

  /** The last write found no room, and there was no ballast left to give. */
  get refusing(): boolean {
    return this.#refusing;
  }

  /** Makes the file unless it is there; false when the disk had no room. Whether it may be made is the caller's to say. */
  make(): Promise<boolean> {
    if (this.held) return Promise.resolve(true);
    this.#making ??= this.#write().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  /** Gives the bytes back; false when there were none. The folder is synced: only then are they free for others. */
  release(): boolean {
    if (!this.held) return false;
    rmSync(this.#file, { force: true });
    const folder = openSync(this.#dir, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
    return true;
  }

  /**
   * Runs `work`, which must undo itself when it throws. On a full disk the ballast goes and `work` runs once more;
   * throws `disk_full` when that does not help either.
   */
  readonly write = <T>(work: () => T): T => {
    const result = orDiskFull(() => this.#refuseOr(() => this.#orRelease(work)));
    this.#refusing = false;
    return result;
  };

  #orRelease<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!isDiskFull(error) || !this.release()) throw error;
      return work();
    }
  }

  #refuseOr<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (isDiskFull(error)) this.#refusing = true;
      throw error;
    }
  }

  async #write(): Promise<boolean> {
    const part = `${this.#file}.part`;
    try {
      await writeRandom(part, this.sizeBytes);
      await rename(part, this.#file);
      return true;
    } catch (error) {
      await rm(part, { force: true });
      if (!isDiskFull(error)) throw error;
      return false;
    }
  }
}

async function writeRandom(file: string, sizeBytes: number): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    const chunk = Buffer.alloc(Math.min(chunkBytes, sizeBytes));
    for (let written = 0; written < sizeBytes; ) {
      const part = randomFillSync(chunk).subarray(0, Math.min(chunk.length, sizeBytes - written));
      await handle.writeFile(part);
      written += part.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}
