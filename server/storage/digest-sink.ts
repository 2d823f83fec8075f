import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { AppError } from '../../sync/base/errors.ts';

/** So much may come while the disk writes. Pieces are not joined: the garbage of that cost more than it saved. */
const bufferedBytes = 1024 * 1024;
/** The disk begins to sync when so much is there, so that less is left to wait for at the end. */
const earlySyncBytes = 2 * 1024 * 1024;

type File = Pick<FileHandle, 'writev' | 'datasync'>;

/** Writes a stream into a file and hashes it meanwhile; the hash of one piece is taken while the disk has it. */
export class DigestSink extends Writable {
  readonly #file: File;
  readonly #mostBytes: number;
  readonly #hash = createHash('sha256');
  sizeBytes = 0;
  #sha256: string | undefined;
  #earlySync: Promise<void> | undefined;

  /** Fails with `digest_mismatch` when more than `mostBytes` come: no disk is filled by what cannot be right. */
  constructor(file: File, mostBytes: number) {
    super({ highWaterMark: bufferedBytes });
    this.#file = file;
    this.#mostBytes = mostBytes;
  }

  /** Of what was written; call it at the end. Hexadecimal. */
  get sha256(): string {
    this.#sha256 ??= this.#hash.digest('hex');
    return this.#sha256;
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#put([chunk]).then(() => done(), done);
  }

  override _writev(pieces: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#put(pieces.map(({ chunk }) => chunk)).then(() => done(), done);
  }

  override _final(done: (error?: Error) => void): void {
    // A disk tells an error once: this sync's would not be told again by the next.
    (this.#earlySync ?? Promise.resolve()).then(() => done(), done);
  }

  async #put(chunks: Buffer[]): Promise<void> {
    for (const { length } of chunks) this.sizeBytes += length;
    if (this.sizeBytes > this.#mostBytes) throw digestMismatch();
    const written = writeWhole(this.#file, chunks);
    for (const chunk of chunks) this.#hash.update(chunk);
    await written;
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
