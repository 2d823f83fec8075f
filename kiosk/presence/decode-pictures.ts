import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import type { Picture } from '../../models/face/analyser.ts';
import { AppError } from '../../sync/base/errors.ts';

export interface PicturesWanted {
  readonly count: number;
  /** From one picture to the next, at least. */
  readonly everyMs: number;
}

const timeoutMs = 20_000;

/**
 * Pictures of a short mp4 at their full size, the first one first. One ffmpeg of one thread, which ends with its
 * input; throws `device_unavailable` when there is no picture in it.
 */
export async function decodePictures(mp4: Buffer, { count, everyMs }: PicturesWanted): Promise<Picture[]> {
  const step = `select='isnan(prev_selected_t)+gte(t-prev_selected_t\\,${everyMs / 1_000})'`;
  const input = ['-v', 'error', '-nostdin', '-threads', '1', '-f', 'mp4', '-i', 'pipe:0'];
  const output = ['-an', '-vf', step, '-fps_mode', 'passthrough', '-frames:v', String(count)];
  const format = ['-threads', '1', '-c:v', 'ppm', '-f', 'image2pipe', 'pipe:1'];
  const ffmpeg = spawn('ffmpeg', [...input, ...output, ...format], {
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const ended = once(ffmpeg, 'close');
  // It has what it needs before it has read all.
  ffmpeg.stdin.on('error', () => undefined);
  ffmpeg.stdin.end(mp4);
  const [bytes] = await Promise.all([buffer(ffmpeg.stdout), ended]);
  const pictures = readPpm(bytes);
  if (pictures.length > 0) return pictures;
  throw new AppError('device_unavailable', 'No picture could be read from the camera’s video.', {
    retryable: true,
  });
}

/** Binary PPM pictures (netpbm, ppm(5)), one after the other; one that is cut off is left out. */
export function readPpm(bytes: Buffer): Picture[] {
  const pictures: Picture[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = /^P6\s(\d{1,5})\s(\d{1,5})\s255\s/.exec(bytes.toString('latin1', at, at + 40));
    if (!header) break;
    const [width, height] = [Number(header[1]), Number(header[2])];
    const start = at + header[0].length;
    at = start + width * height * 3;
    if (at <= bytes.length) pictures.push({ width, height, rgb: bytes.subarray(start, at) });
  }
  return pictures;
}
