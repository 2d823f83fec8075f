import { fstatSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { AppError } from '../../sync/base/errors.ts';

/** One box of ISO/IEC 14496-12, clause 4.2, by its byte positions. */
export interface Mp4Box {
  readonly type: string;
  readonly start: number;
  readonly bodyStart: number;
  readonly end: number;
}

const headerBytes = 16;

/** Reads the box header at the head of `bytes`; undefined when it is cut off or no box begins there. */
function boxAt(bytes: Buffer, start: number): Mp4Box | undefined {
  if (bytes.length < 8) return undefined;
  const type = bytes.toString('latin1', 4, 8);
  const size = bytes.readUInt32BE(0);
  if (size >= 8) return { type, start, bodyStart: start + 8, end: start + size };
  if (size !== 1 || bytes.length < headerBytes) return undefined;
  const large = Number(bytes.readBigUInt64BE(8));
  return large < headerBytes
    ? undefined
    : { type, start, bodyStart: start + headerBytes, end: start + large };
}

/** The whole boxes that follow one another from `from` to `to`. */
export function boxesIn(bytes: Buffer, from = 0, to = bytes.length): Mp4Box[] {
  const boxes: Mp4Box[] = [];
  for (let at = from; at < to; ) {
    const box = boxAt(bytes.subarray(at, to), at);
    if (!box || box.end > to) break;
    boxes.push(box);
    at = box.end;
  }
  return boxes;
}

/** The boxes at the end of a path such as `['mvex', 'trex']` below the given box. */
export function boxesBelow(bytes: Buffer, box: Mp4Box, path: readonly string[]): Mp4Box[] {
  const [type, ...rest] = path;
  const found = boxesIn(bytes, box.bodyStart, box.end).filter((child) => child.type === type);
  return rest.length === 0 ? found : found.flatMap((child) => boxesBelow(bytes, child, rest));
}

/**
 * The whole top-level boxes of a file; a box that the file's end cuts off is left out. Reads headers only, and at once:
 * ffmpeg has just written them, so they are in memory, and a turn through another thread costs ten times the read.
 */
export function boxesOfFile({ fd }: FileHandle, from = 0): Mp4Box[] {
  const { size } = fstatSync(fd);
  const header = Buffer.alloc(headerBytes);
  const boxes: Mp4Box[] = [];
  for (let at = from; at < size; ) {
    const bytesRead = readSync(fd, header, 0, headerBytes, at);
    const box = boxAt(header.subarray(0, bytesRead), at);
    if (!box || box.end > size) break;
    boxes.push(box);
    at = box.end;
  }
  return boxes;
}

/** The bytes of a `moov` or `moof`, header and all; read at once, as `boxesOfFile`. */
export function readBox({ fd }: FileHandle, { start, end }: Mp4Box): Buffer {
  const bytes = Buffer.alloc(end - start);
  readSync(fd, bytes, 0, bytes.length, start);
  return bytes;
}

export async function readBytes(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.alloc(to - from);
  await handle.read(bytes, 0, bytes.length, from);
  return bytes;
}

/**
 * Length in bytes of the initialisation part, which ends where the first `moof` begins (HLS: EXT-X-MAP).
 * Throws AppError invalid_input when the file is no fragmented mp4.
 */
export async function initBytesOf(file: string): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const moof = boxesOfFile(handle).find((box) => box.type === 'moof');
    if (!moof) throw new AppError('invalid_input', 'the file holds no whole fragment of video');
    return moof.start;
  } finally {
    await handle.close();
  }
}
