import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fragmentMs } from '../../../device-drivers/camera/video-files.ts';
import { ffmpegPids } from '../../device-drivers/camera/real-ffmpeg.ts';
import { type Film, makeFilm } from '../../device-drivers/camera/rtsp/film.ts';
import { RtspCamera } from '../../device-drivers/camera/rtsp/rtsp-camera.ts';
import { until, watchCamera } from '../../device-drivers/camera/watched-camera.ts';
import { bundled, removeBundle } from '../../fault/kill/bundle.ts';
import type { Seeded } from '../../fault/seeded.ts';
import { type Loss, lossOf, salvaged } from './kept-video.ts';
import { inLanes } from './lanes.ts';
import { RecordingChild } from './recording-child.ts';

/** A kill falls so long after video has begun to come: over a whole segment and more. */
const longestLifeMs = 6_000;

interface Scene {
  readonly dir: string;
  readonly camera: RtspCamera;
}

/** Kills the ffmpeg of a running camera; what it left is what the driver then gives out. */
export async function killFfmpeg(kills: number, seed: number): Promise<Loss[]> {
  return withCamera((scene) =>
    inLanes(kills, seed, async (share, seeded, name) => {
      const watched = openCamera(scene, name);
      const losses: Loss[] = [];
      for (let kill = 0; kill < share; kill += 1) losses.push(await killOne(scene, watched, seeded));
      await watched.camera.close();
      return losses;
    }),
  );
}

type Watched = ReturnType<typeof watchCamera>;

function openCamera({ dir, camera }: Scene, name: string): Watched {
  const url = `${camera.url}/${name}`;
  const segments = { dir: join(dir, name), seconds: 5 };
  return watchCamera(url, { source: { kind: 'rtsp', url }, segments, frames: { fps: 2, width: 160 } });
}

async function killOne({ camera }: Scene, watched: Watched, seeded: Seeded): Promise<Loss> {
  await until(() => watched.camera.state.state === 'ready');
  const startedAt = Date.now();
  await sleep(seeded.next() * longestLifeMs);
  const faultAt = Date.now();
  process.kill(watched.pids()[0] ?? 0, 'SIGKILL');
  await until(() => watched.camera.state.state === 'out-of-order');
  const loss = await lossOf(watched.segments, { sent: camera.sent, faultAt, startedAt });
  for (const { file } of watched.segments.splice(0)) rmSync(file);
  return loss;
}

/** Kills a recording program, and ffmpeg with it; what they left is what the next start finds. */
export async function killRecorder(
  kills: number,
  seed: number,
  { controlFragmentMs }: { readonly controlFragmentMs?: number } = {},
): Promise<Loss[]> {
  const bundle = await bundled('test/bench/lone-camera/recording-program.ts', 'recorder');
  const losses = await withCamera((scene) => {
    const env = controlFragmentMs ? longFragments(scene.dir, controlFragmentMs) : process.env;
    return inLanes(kills, seed, async (share, seeded, name) => {
      const lane: Loss[] = [];
      for (let kill = 0; kill < share; kill += 1) {
        lane.push(await killProgram(scene, `${name}-${kill}`, { bundle, env, seeded }));
      }
      return lane;
    });
  });
  removeBundle(bundle);
  return losses;
}

async function killProgram(
  { dir, camera }: Scene,
  name: string,
  { bundle, env, seeded }: { bundle: string; env: NodeJS.ProcessEnv; seeded: Seeded },
): Promise<Loss> {
  const [address, spool] = [`${camera.url}/${name}`, join(dir, name)];
  const child = new RecordingChild(bundle, { address, spool, frames: { fps: 2, width: 160 } }, env);
  await child.ready();
  const readyAt = Date.now();
  await sleep(seeded.next() * longestLifeMs);
  const faultAt = Date.now();
  await child.kill();
  const startedAt = Math.max(readyAt, child.finishedUntil);
  await until(() => ffmpegPids(address).length === 0);
  const loss = await lossOf(await salvaged(spool), { sent: camera.sent, faultAt, startedAt });
  rmSync(spool, { recursive: true });
  return loss;
}

let film: Film | undefined;

async function withCamera<T>(work: (scene: Scene) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-record-'));
  film ??= makeFilm(dir, { width: 640, height: 360, fps: 25, seconds: 8, sound: true });
  const camera = await RtspCamera.start(film);
  try {
    return await work({ dir, camera });
  } finally {
    await camera.die();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** An environment whose ffmpeg ends its fragments later than it is told: the control, which must lose more. */
function longFragments(dir: string, ms: number): NodeJS.ProcessEnv {
  const wrapper = join(dir, 'ffmpeg');
  const told = `frag_duration=${fragmentMs * 1_000}`;
  const path = process.env.PATH ?? '';
  const run = `PATH='${path}' exec ffmpeg "\${@//${told}:/frag_duration=${ms * 1_000}:}"`;
  writeFileSync(wrapper, `#!/bin/bash\n${run}\n`);
  chmodSync(wrapper, 0o755);
  return { ...process.env, PATH: `${dir}${delimiter}${path}` };
}
