import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ffmpegPids } from '../device-drivers/camera/real-ffmpeg.ts';
import { startRtspCamera } from '../device-drivers/camera/rtsp/start-rtsp-camera.ts';
import { bundled, removeBundle } from '../fault/kill/bundle.ts';
import type { Bench } from './bench.ts';
import { cpuSeconds } from './lone-camera/cpu-time.ts';
import { RecordingChild } from './lone-camera/recording-child.ts';
import type { RecordingOrder } from './lone-camera/recording-program.ts';

/** Opening and the first fragments are not what a minute of recording costs. */
const settleMs = 5_000;

interface Reader {
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/**
 * CPU seconds a minute of one RTSP camera of 1080p25 with sound, 4 Mbit/s, each looked at for a minute (`--seconds N`,
 * `--long`: 300 s). First two bare `ffmpeg -c copy` and beside them a recording program as it runs in a classroom, ffmpeg
 * and Node together; then one that takes out two pictures a second; then a door camera: pictures alone, five a second.
 */
export const bench: Bench = async (options) => {
  const given = options.includes('--seconds') ? Number(options[options.indexOf('--seconds') + 1]) : undefined;
  const seconds = given ?? (options.includes('--long') ? 300 : 60);
  const place = mkdtempSync(join(tmpdir(), 'keqin-cpu-'));
  const bundle = await bundled('test/bench/lone-camera/recording-program.ts', 'recorder');
  const film = { width: 1920, height: 1080, fps: 25, seconds: 8, bitrate: '4M', sound: true };
  const camera = await startRtspCamera(film);
  const record = (name: string, frames?: RecordingOrder['frames']) =>
    Recorder.start(bundle, {
      ...{ address: `${camera.url}/${name}`, spool: dirIn(place, name), keep: true },
      ...(frames && { frames }),
    });
  try {
    const bareReader = (name: string) =>
      BareReader.start(`${camera.url}/${name}`, join(place, `${name}.mp4`));
    // Two of them: how far they are apart is how far a figure can be believed.
    const bares = [await bareReader('bare1'), await bareReader('bare2')];
    const [bare1, bare2, copy] = await perMinute(seconds, [...bares, await record('copy')]);
    const [frames] = await perMinute(seconds, [await record('frames', { fps: 2, width: 480 })]);
    const doorOrder = { address: `${camera.url}/door`, frames: { fps: 5, width: 640 } };
    const [door] = await perMinute(seconds, [await Recorder.start(bundle, doorOrder)]);
    return result({ bare1, bare2, copy, frames, door });
  } finally {
    await camera.stop();
    removeBundle(bundle);
    rmSync(place, { recursive: true });
  }
};

/** CPU seconds a minute that each reader uses while they all run; they are stopped at the end. */
async function perMinute(seconds: number, readers: readonly Reader[]): Promise<number[]> {
  try {
    await sleep(settleMs);
    const before = readers.map((reader) => reader.cpuSeconds());
    await sleep(seconds * 1_000);
    return readers.map((reader, index) => ((reader.cpuSeconds() - (before[index] ?? 0)) * 60) / seconds);
  } finally {
    await Promise.all(readers.map((reader) => reader.stop()));
  }
}

type Figure = 'bare1' | 'bare2' | 'copy' | 'frames' | 'door';

function result(measured: { readonly [figure in Figure]: number | undefined }) {
  const { bare1 = Number.NaN, bare2 = Number.NaN, copy = Number.NaN } = measured;
  const { frames = Number.NaN, door = Number.NaN } = measured;
  const bare = (bare1 + bare2) / 2;
  const rounded = (value: number) => Math.round(value * 100) / 100;
  return {
    figures: {
      bareCpuSAMinute: rounded(bare),
      baresApart: rounded(Math.abs(bare1 - bare2) / bare),
      copyCpuSAMinute: rounded(copy),
      framesCpuSAMinute: rounded(frames),
      doorCpuSAMinute: rounded(door),
      copyToBare: rounded(copy / bare),
    },
    targets: { copyToBare: 1.15, framesCpuSAMinute: 5 },
  };
}

function dirIn(place: string, name: string): string {
  const dir = join(place, name);
  mkdirSync(dir);
  return dir;
}

/** The recording program, and the ffmpeg that it started. */
class Recorder implements Reader {
  readonly #child: RecordingChild;
  readonly #address: string;

  private constructor(child: RecordingChild, address: string) {
    this.#child = child;
    this.#address = address;
  }

  static async start(bundle: string, order: RecordingOrder): Promise<Recorder> {
    const child = new RecordingChild(bundle, order);
    await child.ready();
    return new Recorder(child, order.address);
  }

  cpuSeconds(): number {
    const [pid = 0, ...others] = ffmpegPids(this.#address);
    if (others.length > 0) throw new Error('the camera was reopened while it was measured');
    return cpuSeconds(this.#child.process.pid ?? 0) + cpuSeconds(pid);
  }

  async stop(): Promise<void> {
    await this.#child.stop();
  }
}

/** ffmpeg alone, as one would type it. */
class BareReader implements Reader {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(url: string, file: string): Promise<BareReader> {
    const args = ['-v', 'error', '-nostdin', '-rtsp_transport', 'tcp', '-i', url, '-c', 'copy', file];
    const child = spawn('ffmpeg', args, { stdio: 'ignore' });
    await once(child, 'spawn');
    return new BareReader(child);
  }

  cpuSeconds(): number {
    return cpuSeconds(this.#child.pid ?? 0);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGINT');
    await once(this.#child, 'exit');
  }
}
