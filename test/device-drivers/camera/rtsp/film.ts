import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface FilmOptions {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** With sound a multiple of 8, so that a whole number of its frames is as long as the pictures. */
  readonly seconds: number;
  /** `-b:v`, such as `4M`; by itself ffmpeg chooses. */
  readonly bitrate?: string;
  readonly codec?: 'h264' | 'hevc';
  readonly sound?: boolean;
  /** A filter graph instead of the moving test picture, and one for the sound instead of a tone. */
  readonly picture?: string;
  readonly tone?: string;
}

/** What an RTSP camera plays, over and over. */
export interface Film extends Pick<FilmOptions, 'width' | 'height' | 'fps'> {
  readonly codec: 'h264' | 'hevc';
  /** The units (NAL) of each picture, in order; a keyframe each second. */
  readonly pictures: readonly (readonly Buffer[])[];
  /** AAC frames of 1,024 samples at 48 kHz, one channel. Empty when there is no sound. */
  readonly sounds: readonly Buffer[];
}

/** Makes a film with ffmpeg, in a folder for what lies between. */
export function makeFilm(dir: string, options: FilmOptions): Film {
  const { width, height, fps, seconds, codec = 'h264', sound = false } = options;
  const picture = options.picture ?? `testsrc2=s=${width}x${height}:r=${fps}`;
  const rate = options.bitrate
    ? ['-b:v', options.bitrate, '-maxrate', options.bitrate, '-bufsize', options.bitrate]
    : [];
  const [library, bsf] = codec === 'h264' ? ['libx264', 'h264_metadata'] : ['libx265', 'hevc_metadata'];
  const encode = [
    '-c:v',
    library,
    '-preset',
    'ultrafast',
    '-tune',
    'zerolatency',
    '-g',
    String(fps),
    ...rate,
  ];
  const quiet = codec === 'h264' ? ['-sc_threshold', '0'] : ['-x265-params', 'log-level=error:scenecut=0'];
  const video = join(dir, `film-${width}.${codec}`);
  ffmpeg(
    '-f',
    'lavfi',
    '-i',
    picture,
    '-t',
    String(seconds),
    '-pix_fmt',
    'yuv420p',
    ...encode,
    ...quiet,
    '-bsf:v',
    `${bsf}=aud=insert`,
    '-f',
    codec,
    video,
  );
  const pictures = picturesIn(readFileSync(video), codec);
  rmSync(video);
  return { width, height, fps, codec, pictures, sounds: sound ? makeSounds(dir, options) : [] };
}

function makeSounds(dir: string, { seconds, tone = 'sine=f=440:r=48000' }: FilmOptions): Buffer[] {
  const file = join(dir, 'film.aac');
  ffmpeg(
    '-f',
    'lavfi',
    '-i',
    tone,
    '-t',
    String(seconds + 1),
    '-ac',
    '1',
    '-ar',
    '48000',
    '-c:a',
    'aac',
    '-f',
    'adts',
    file,
  );
  const bytes = readFileSync(file);
  rmSync(file);
  const frames: Buffer[] = [];
  // ADTS: a header of 7 bytes, whose bits 30 to 42 are the length of the frame with it.
  for (let at = 0; at + 7 <= bytes.length; ) {
    const length = (bytes.readUIntBE(at + 3, 3) >> 5) & 0x1fff;
    frames.push(bytes.subarray(at + 7, at + length));
    at += length;
  }
  // The encoder's first frame holds what comes before the beginning.
  return frames.slice(1, 1 + Math.round((seconds * 48_000) / 1_024));
}

function ffmpeg(...args: string[]): void {
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);
}

/** Annex B: units begin after `00 00 01`; a picture begins with an access unit delimiter, which is not sent. */
function picturesIn(bytes: Buffer, codec: 'h264' | 'hevc'): Buffer[][] {
  const isDelimiter = (unit: Buffer) =>
    codec === 'h264' ? ((unit[0] ?? 0) & 0x1f) === 9 : (((unit[0] ?? 0) >> 1) & 0x3f) === 35;
  const pictures: Buffer[][] = [];
  for (const unit of unitsIn(bytes)) {
    if (isDelimiter(unit)) pictures.push([]);
    else pictures.at(-1)?.push(unit);
  }
  return pictures;
}

function* unitsIn(bytes: Buffer): Generator<Buffer> {
  const code = Buffer.from([0, 0, 1]);
  for (let at = bytes.indexOf(code); at >= 0; ) {
    const next = bytes.indexOf(code, at + 3);
    const end = next < 0 ? bytes.length : bytes[next - 1] === 0 ? next - 1 : next;
    yield bytes.subarray(at + 3, end);
    at = next;
  }
}
