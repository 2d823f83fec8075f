import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../sync/base/errors.ts';
import { firstPicture } from './period-video/first-picture.ts';

interface ThumbnailOptions {
  /** Where they are kept; anything in it may be deleted at any time. */
  readonly dir: string;
  /** Where the file of a segment lies. */
  readonly fileOf: (sha256: string) => string;
  /** The program, for tests. */
  readonly ffmpeg?: string;
  readonly mostFiles?: number;
}

const widthPx = 240;
/** Some 150 MB at 6 KB each: about 60 days of lessons that somebody looked at. */
const mostFiles = 25_000;
/** Of what is over the limit a tenth goes at once, so that not every picture counts the folder. */
const deletedShare = 0.1;
/** A hover over the timeline asks for dozens; only the newest are looked at still. */
const mostWaiting = 24;
const timeoutMs = 10_000;
const largestBytes = 262_144;
/** 8K: whoever sends more is no camera. */
const mostPixels = 7_680 * 4_320;
/** Such a picture has 50 MB. */
const largestBlockBytes = 268_435_456;

interface Wanted {
  readonly sha256: string;
  readonly resolve: (jpeg: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Small pictures of segments, made by the system's ffmpeg when somebody asks: one at a time, at the lowest priority,
 * so that taking evidence in never waits for them.
 */
export class Thumbnails {
  readonly #options: ThumbnailOptions;
  readonly #ffmpeg: string;
  readonly #waiting: Wanted[] = [];
  #working = false;
  #found: Promise<boolean> | undefined;
  #files: number | undefined;

  constructor(options: ThumbnailOptions) {
    this.#options = options;
    this.#ffmpeg = options.ffmpeg ?? 'ffmpeg';
  }

  /** False where the machine has no ffmpeg. */
  works(): Promise<boolean> {
    this.#found ??= this.#run(['-version']).then(
      () => true,
      () => {
        // It may be installed meanwhile, or the machine was too busy to answer.
        this.#found = undefined;
        return false;
      },
    );
    return this.#found;
  }

  /** JPEG of the segment's first picture. Throws `not_found` when none can be made, `too_many_tries` when others came first. */
  async of(sha256: string): Promise<Buffer> {
    const kept = await readFile(this.#path(sha256)).catch(() => undefined);
    if (kept) return kept;
    if (!(await this.works())) throw none();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ sha256, resolve, reject });
      if (this.#waiting.length > mostWaiting) this.#waiting.shift()?.reject(tooMany());
      void this.#work();
    });
  }

  /** The one asked for last comes first: the pointer is there. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
      const { sha256, resolve, reject } = next;
      await this.#make(sha256).then(resolve, () => reject(none()));
    }
    this.#working = false;
  }

  async #make(sha256: string): Promise<Buffer> {
    const kept = await readFile(this.#path(sha256)).catch(() => undefined);
    if (kept) return kept;
    // Never the file itself: a box of a few bytes in it can make ffmpeg take gigabytes of memory.
    const picture = await firstPicture(this.#options.fileOf(sha256));
    if (!picture) throw none();
    const limits = ['-max_alloc', `${largestBlockBytes}`, '-max_pixels', `${mostPixels}`, '-threads', '1'];
    const input = ['-protocol_whitelist', 'pipe', '-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0'];
    const output = ['-frames:v', '1', '-vf', `scale=${widthPx}:-2`, '-q:v', '6', '-f', 'mjpeg', 'pipe:1'];
    const said = ['-hide_banner', '-loglevel', 'error'];
    const jpeg = await this.#run([...said, ...limits, ...input, ...output], picture);
    if (jpeg.length === 0) throw none();
    await this.#keep(sha256, jpeg);
    return jpeg;
  }

  #run(args: readonly string[], input?: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const options = {
        encoding: 'buffer',
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: largestBytes,
      } as const;
      const child = execFile(this.#ffmpeg, args, options, (error, stdout) => {
        if (error) reject(error);
        else resolve(stdout);
      });
      if (child.pid !== undefined) makeHumble(child.pid);
      // It may end before it has read all: how it ended tells more.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input);
    });
  }

  /** A full disk costs a picture that can be made again, nothing else. */
  async #keep(sha256: string, jpeg: Buffer): Promise<void> {
    const { dir } = this.#options;
    const temporary = join(dir, `${randomBytes(6).toString('hex')}.part`);
    try {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await writeFile(temporary, jpeg, { mode: 0o600 });
      await rename(temporary, this.#path(sha256));
      await this.#makeRoom();
    } catch {
      await rm(temporary, { force: true });
    }
  }

  async #makeRoom(): Promise<void> {
    const { dir, mostFiles: limit = mostFiles } = this.#options;
    this.#files = this.#files === undefined ? (await readdir(dir)).length : this.#files + 1;
    if (this.#files <= limit) return;
    const names = await readdir(dir);
    const files = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(dir, name))).mtimeMs })),
    );
    const oldest = files.sort((a, b) => a.at - b.at).slice(0, Math.ceil(limit * deletedShare));
    await Promise.all(oldest.map(({ name }) => rm(join(dir, name), { force: true })));
    this.#files = names.length - oldest.length;
  }

  #path(sha256: string): string {
    return join(this.#options.dir, `${sha256}.jpg`);
  }
}

/** It may be over already. */
function makeHumble(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    return;
  }
}

function none(): AppError {
  return new AppError('not_found', 'There is no small picture of this segment.', {
    zh: '该视频段没有缩略图。',
  });
}

function tooMany(): AppError {
  return new AppError('too_many_tries', 'Newer pictures were asked for: ask again.', {
    zh: '缩略图请求过多，请稍后再试。',
    retryable: true,
  });
}
