import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../sync/base/errors.ts';
import { DigestSink, digestMismatch } from './digest-sink.ts';

/** The file calls that writing needs, so that a test can make one of them fail. */
export type SegmentFiles = Pick<typeof nodeFiles, 'open' | 'rename' | 'rm'>;

/** What a segment must turn out to be. */
export interface ExpectedSegment {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Video unless told. */
  readonly type?: FileType;
}

/** What a file holds, as its name's ending. */
export type FileType = 'mp4' | 'jpg';

const folderOptions = { recursive: true, mode: 0o700 } as const;
/** 00 to ff: no folder holds more than a 256th of the files. */
const shardNames = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0'));

/** Video and photographs by digest: `<dir>/ab/ab34….mp4`, `….jpg`. A file is whole under its name, or is not there. */
export class SegmentStore {
  readonly #dir: string;
  readonly #files: SegmentFiles;

  constructor(dir: string, files: SegmentFiles = nodeFiles) {
    this.#dir = dir;
    this.#files = files;
  }

  /** Removes what a crash left half-written, and makes the folders: their entries must be on the disk before a file's. */
  async start(): Promise<void> {
    await nodeFiles.rm(this.#incoming, { recursive: true, force: true });
    await nodeFiles.mkdir(this.#incoming, folderOptions);
    await Promise.all(shardNames.map((name) => nodeFiles.mkdir(join(this.#dir, name), folderOptions)));
    await this.#syncFolder(this.#dir);
  }

  /**
   * Stores a stream under its digest; when this returns, file and folder entry are on the disk. Throws
   * `truncated_upload`, `digest_mismatch` or `disk_full`, and leaves nothing behind.
   */
  async write(expected: ExpectedSegment, body: Readable): Promise<void> {
    const temporary = join(this.#incoming, `${randomBytes(8).toString('hex')}.part`);
    try {
      await this.#receive(expected, body, temporary);
      await this.#place(expected, temporary);
    } catch (error) {
      await this.#files.rm(temporary, { force: true });
      throw asStorageError(error);
    }
  }

  /** Where the file of this digest lies, if it is here. */
  fileOf(sha256: string): string {
    return this.#here(sha256);
  }

  /** A stream of the bytes from `first` to `last`, both included. */
  read(sha256: string, range?: { readonly first: number; readonly last: number }): Readable {
    return createReadStream(this.#here(sha256), range ? { start: range.first, end: range.last } : {});
  }

  /** Reads the file again: its digest now, or undefined when it is gone or cannot be read. */
  async digestOf(sha256: string): Promise<string | undefined> {
    const hash = createHash('sha256');
    try {
      for await (const chunk of createReadStream(this.#here(sha256))) hash.update(chunk as Buffer);
    } catch {
      return undefined;
    }
    return hash.digest('hex');
  }

  async #receive(expected: ExpectedSegment, body: Readable, temporary: string): Promise<void> {
    const file = await this.#files.open(temporary, 'wx', 0o600);
    try {
      const sink = new DigestSink(file, expected.sizeBytes);
      await pipeline(body, sink);
      checkReceived(expected, sink);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async #place({ sha256, type = 'mp4' }: ExpectedSegment, temporary: string): Promise<void> {
    const path = this.#path(sha256, type);
    await this.#files.rename(temporary, path);
    await this.#syncFolder(dirname(path));
  }

  async #syncFolder(folder: string): Promise<void> {
    const handle = await this.#files.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Who reads knows the digest only; a digest is of one type. */
  #here(sha256: string): string {
    const photo = this.#path(sha256, 'jpg');
    return existsSync(photo) ? photo : this.#path(sha256, 'mp4');
  }

  #path(sha256: string, type: FileType): string {
    return join(this.#dir, sha256.slice(0, 2), `${sha256}.${type}`);
  }

  get #incoming(): string {
    return join(this.#dir, 'incoming');
  }
}

function checkReceived(expected: ExpectedSegment, { sizeBytes, sha256 }: DigestSink): void {
  if (sizeBytes < expected.sizeBytes) throw truncated();
  if (sizeBytes === expected.sizeBytes && sha256 === expected.sha256) return;
  throw digestMismatch();
}

function truncated(cause?: unknown): AppError {
  return new AppError('truncated_upload', 'The upload ended before the segment was whole: send it again.', {
    zh: '上传中断，视频不完整，未保存，请重新上传。',
    retryable: true,
    cause,
  });
}

/** A stream that broke off, or a full disk, by the codes of Node's errors. */
function asStorageError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('disk_full', 'The disk of the review server is full: nothing was saved.', {
      zh: '审核服务器磁盘已满，未保存，请清理磁盘后重试。',
      retryable: true,
      cause: error,
    });
  }
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR') {
    return truncated(error);
  }
  return error;
}
