import type { FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { AppError } from '../../sync/base/errors.ts';
import type { StreamHash } from './stream-hash.ts';

/** So much goes to the disk, and to the hash, at once: a call of either costs as much as many bytes. */
const batchBytes = 512 * 1024;
/** The disk begins to sync when so much is there, so that less is left to wait for at the end. */
const earlySyncBytes = 2 * 1024 * 1024;

type File = Pick<FileHandle, 'writev' | 'datasync'>;

/** Writes a stream into a file and hashes it; each batch is hashed while the disk has the next. */
export class DigestSink extends Writable {
  readonly #file: File;
  readonly #hash: StreamHash;
  readonly #mostBytes: number;
  sizeBytes = 0;
  #batch: Buffer[] = [];
  #batchedBytes = 0;
  #storing: Promise<void> = Promise.resolve();
  #hashing: Promise<void> = Promise.resolve();
  #earlySync: Promise<void> | undefined;
  #sha256: Promise<string> | undefined;

  /** Fails with `digest_mismatch` when more than `mostBytes` come, a batch later: no disk is filled by what cannot be right. */
  constructor(file: File, hash: StreamHash, mostBytes: number) {
    super();
    this.#file = file;
    this.#hash = hash;
    this.#mostBytes = mostBytes;
  }

  /** Of what was written; call it at the end. Hexadecimal. */
  sha256(): Promise<string> {
    this.#sha256 ??= this.#hash.end();
    return this.#sha256;
  }

  override _write(piece: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.sizeBytes += piece.length;
    this.#batch.push(piece);
    this.#batchedBytes += piece.length;
    if (this.#batchedBytes < batchBytes) return done();
    // One batch may be gathered while another is stored.
    this.#storing.then(() => done(), done);
    this.#storeBatch();
  }

  override _final(done: (error?: Error) => void): void {
    this.#storeBatch();
    // A disk tells an error once: the early sync's would not be told again by the next.
    this.#storing.then(() => this.#earlySync).then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    // Of a stream that broke off the disk may still have a batch, and the thread that hashes must forget it.
    Promise.allSettled([this.#storing, this.#earlySync]).then(() => {
      this.sha256().catch(() => undefined);
      done(error);
    });
  }

  #storeBatch(): void {
    const pieces = this.#batch;
    this.#batch = [];
    this.#batchedBytes = 0;
    this.#storing = this.#storing.then(() => this.#store(pieces));
    this.#storing.catch(() => undefined);
  }

  async #store(pieces: readonly Buffer[]): Promise<void> {
    if (this.sizeBytes > this.#mostBytes) throw digestMismatch();
    await writeWhole(this.#file, pieces);
    await this.#hashing;
    this.#hashing = this.#hash.update(pieces);
    this.#hashing.catch(() => undefined);
    if (this.sizeBytes >= earlySyncBytes) this.#syncEarly();
  }

  #syncEarly(): void {
    this.#earlySync ??= this.#file.datasync();
    this.#earlySync.catch(() => undefined);
  }
}

/** A nearly full disk takes a part and says so only at the next call. */
async function writeWhole(file: File, chunks: readonly Buffer[]): Promise<void> {
  let rest = chunks;
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest);
    rest = after(rest, bytesWritten);
  }
}

function after(chunks: readonly Buffer[], bytes: number): readonly Buffer[] {
  let skip = bytes;
  const first = chunks.findIndex(({ length }) => {
    if (skip < length) return true;
    skip -= length;
    return false;
  });
  if (first < 0) return [];
  return [chunks[first]?.subarray(skip) ?? Buffer.alloc(0), ...chunks.slice(first + 1)];
}

export function digestMismatch(): AppError {
  return new AppError('digest_mismatch', 'The bytes received are not the segment that its record names.', {
    zh: '收到的视频与其记录的摘要不一致，未保存，请重新上传。',
  });
}
