import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import * as nodeFiles from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../sync/base/errors.ts';
import { DigestSink, digestMismatch } from './digest-sink.ts';
import { inlineHash, type NewStreamHash, type StreamHash } from './stream-hash.ts';

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
  readonly #newHash: NewStreamHash;

  constructor(dir: string, files: SegmentFiles = nodeFiles, newHash: NewStreamHash = inlineHash) {
    this.#dir = dir;
    this.#files = files;
    this.#newHash = newHash;
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
    const path = this.#path(expected.sha256, expected.type ?? 'mp4');
    const file = this.#files.open(temporary, 'wx', 0o600);
    const folder = this.#files.open(dirname(path), 'r');
    // Its failure is told where it is awaited, perhaps much later.
    folder.catch(() => undefined);
    try {
      await receive(expected, body, await file, this.#newHash());
      await this.#files.rename(temporary, path);
      await (await folder).sync();
    } catch (error) {
      await this.#files.rm(temporary, { force: true });
      throw asStorageError(error);
    } finally {
      closeLater(file);
      closeLater(folder);
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

/** When this returns, the file holds what was expected, and is on the disk. */
async function receive(
  expected: ExpectedSegment,
  body: Readable,
  file: FileHandle,
  hash: StreamHash,
): Promise<void> {
  const sink = new DigestSink(file, hash, expected.sizeBytes);
  await pipeline(body, sink);
  if (sink.sizeBytes < expected.sizeBytes) throw truncated();
  const [sha256] = await Promise.all([sink.sha256(), file.sync()]);
  if (sha256 !== expected.sha256) throw digestMismatch();
}

/** What is synced needs no word from `close`, and the kiosk need not wait for it. */
function closeLater(opened: Promise<FileHandle>): void {
  opened.then((handle) => handle.close()).catch(() => undefined);
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
