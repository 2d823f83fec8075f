import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { AppError } from '../../sync/base/errors.ts';

/** So much may come while the disk writes. Pieces are not joined: the garbage of that cost more than it saved. */
const bufferedBytes = 1024 * 1024;

/** Writes a stream into a file and hashes it meanwhile; the hash of one piece is taken while the disk has it. */
export class DigestSink extends Writable {
  readonly #file: Pick<FileHandle, 'writeFile'>;
  readonly #mostBytes: number;
  readonly #hash = createHash('sha256');
  sizeBytes = 0;
  #sha256: string | undefined;

  /** Fails with `digest_mismatch` when more than `mostBytes` come: no disk is filled by what cannot be right. */
  constructor(file: Pick<FileHandle, 'writeFile'>, mostBytes: number) {
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
    this.#put(chunk).then(() => done(), done);
  }

  async #put(chunk: Buffer): Promise<void> {
    this.sizeBytes += chunk.length;
    if (this.sizeBytes > this.#mostBytes) throw digestMismatch();
    const written = this.#file.writeFile(chunk);
    this.#hash.update(chunk);
    await written;
  }
}

export function digestMismatch(): AppError {
  return new AppError('digest_mismatch', 'The bytes received are not the segment that its record names.', {
    zh: '收到的视频与其记录的摘要不一致，未保存，请重新上传。',
  });
}
