import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Frame } from '../../../../device-drivers/camera/camera.ts';

const run = promisify(execFile);
const width = 320;
const height = 180;
export const film = join(mkdtempSync(join(tmpdir(), 'keqin-films-')), 'f');

/** A still room: a picture full of edges. */
export const room = 'mandelbrot=s=320x180:r=10,loop=loop=-1:size=1:start=0';
/** A sensor's noise, new in each picture. */
export const noise = 'noise=alls=4:allf=t';
/** The room with two people who sway, each at a pace of their own, so that no moment comes again within a lesson. */
export const people = [
  `${room}[bg];color=gray:s=30x60:r=10[a];color=brown:s=25x55:r=10[b]`,
  "[bg][a]overlay=x='100+20*sin(t*0.83)+5*sin(t*2.1)':y=75:shortest=1[c]",
  "[c][b]overlay=x='215+15*sin(t*0.57+1)':y='80+6*sin(t*1.31)':shortest=1",
].join(';');

/** Encodes `seconds` of an ffmpeg filter graph as a camera would, H.264 with a keyframe each second. */
export async function encode(graph: string, seconds: number, file: string): Promise<string> {
  const source = ['-f', 'lavfi', '-i', graph, '-t', String(seconds)];
  await run('ffmpeg', ['-v', 'error', '-y', ...source, ...camera, file]);
  return file;
}

/** The same file again and again: through the encoder once more, or as it is. */
export async function play(file: string, seconds: number, again: string): Promise<string> {
  await run('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-stream_loop',
    '-1',
    '-i',
    file,
    '-t',
    `${seconds}`,
    ...camera,
    again,
  ]);
  return again;
}

const camera = [
  ...['-pix_fmt', 'yuv420p', '-r', '10', '-c:v', 'libx264', '-preset', 'ultrafast'],
  ...['-b:v', '300k', '-g', '10', '-bf', '0'],
];

/** The pictures that the room camera's driver would give, two a second; `loop` plays the file over and over. */
export async function* frames(file: string, startAt: number, loopSeconds?: number): AsyncGenerator<Frame> {
  const loop = loopSeconds ? ['-stream_loop', '-1', '-t', String(loopSeconds)] : [];
  const scale = ['-vf', `fps=2,scale=${width}:${height}`, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'];
  const { stdout } = await run('ffmpeg', ['-v', 'error', ...loop, '-i', file, ...scale], {
    encoding: 'buffer',
    maxBuffer: 1024 ** 3,
  });
  const size = width * height * 3;
  for (let i = 0; i * size < stdout.length; i += 1) {
    yield { width, height, rgb: stdout.subarray(i * size, (i + 1) * size), at: startAt + i * 500 };
  }
}
