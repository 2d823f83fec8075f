import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Camera, VideoSegment } from '../../device-drivers/camera/camera.ts';
import type { DeviceState } from '../../sync/base/device-state.ts';

const run = promisify(execFile);

/** Encodes five seconds of 720p at some 3 Mbit/s, fragmented as the camera driver's segments are. */
export async function encodeFilm(dir: string): Promise<string> {
  const file = join(dir, 'film.mp4');
  const picture = [
    '-f',
    'lavfi',
    '-i',
    'testsrc2=size=1280x720:rate=15',
    '-t',
    '5',
    '-vf',
    'noise=alls=12:allf=t',
  ];
  const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '3M', '-maxrate', '3M', '-bufsize', '3M'];
  const format = ['-movflags', 'frag_keyframe+empty_moov+default_base_moof', '-y', file];
  await run('ffmpeg', ['-nostdin', '-loglevel', 'error', ...picture, ...codec, ...format]);
  return file;
}

/** A camera that gives one film again and again, each time as bytes of its own, when it is told to. */
export class FilmCamera implements Camera {
  readonly state: DeviceState = { state: 'ready', since: 0 };
  readonly #film: string;
  readonly #spool: string;
  readonly #listeners: ((segment: VideoSegment) => void)[] = [];
  #count = 0;

  /** `spool` is on the disk that fills up, as the real camera's is. */
  constructor(film: string, spool: string) {
    this.#film = film;
    this.#spool = spool;
  }

  start(): void {}
  async close(): Promise<void> {}
  onFrame(): void {}
  onState(): void {}
  onSegment(listener: (segment: VideoSegment) => void): void {
    this.#listeners.push(listener);
  }

  /** Throws ENOSPC when the disk has no room for it: then the camera has no segment to give. */
  give(startAt: number, endAt: number): void {
    this.#count += 1;
    const file = join(this.#spool, `spool-${this.#count}.mp4`);
    copyFileSync(this.#film, file);
    appendFileSync(file, ownMark());
    for (const listener of this.#listeners) listener({ file, startAt, endAt });
  }
}

/** A `free` box (ISO/IEC 14496-12, 8.1.2), which players skip. */
function ownMark(): Buffer {
  const box = randomBytes(24);
  box.writeUInt32BE(box.length, 0);
  box.write('free', 4, 'latin1');
  return box;
}
