import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ffmpegPids } from '../../device-drivers/camera/real-ffmpeg.ts';
import { makeFilm } from '../../device-drivers/camera/rtsp/film.ts';
import { RtspCamera } from '../../device-drivers/camera/rtsp/rtsp-camera.ts';
import { until } from '../../device-drivers/camera/watched-camera.ts';
import { bundled, removeBundle } from '../../fault/kill/bundle.ts';
import type { Seeded } from '../../fault/seeded.ts';
import { CutDisk } from './cut-disk.ts';
import { type Loss, lossOf, salvaged } from './kept-video.ts';
import { inLanes } from './lanes.ts';
import { RecordingChild } from './recording-child.ts';

/** A cut falls so long after video has begun to come: over the end of a segment and more. */
const longestLifeMs = 8_000;

/**
 * Cuts the power of a disk on which a camera is being recorded, and looks at what the next start finds there.
 * `forgetful`: the control, whose recorder syncs nothing.
 */
export async function cutRecorder(cuts: number, seed: number, { forgetful = false } = {}): Promise<Loss[]> {
  const place = mkdtempSync(join(tmpdir(), 'keqin-cut-'));
  const bundle = await bundled('test/bench/lone-camera/recording-program.ts', 'recorder');
  const film = makeFilm(place, { width: 1280, height: 720, fps: 25, seconds: 8, bitrate: '4M', sound: true });
  const camera = await RtspCamera.start(film);
  try {
    return await inLanes(cuts, seed, async (share, seeded, name) => {
      const disk = new CutDisk(place, name);
      const losses: Loss[] = [];
      for (let cut = 0; cut < share; cut += 1) {
        losses.push(await cutOnce(disk, { camera, bundle, seeded, name: `${name}-${cut}`, forgetful }));
      }
      return losses;
    });
  } finally {
    await camera.die();
    removeBundle(bundle);
    rmSync(place, { recursive: true, force: true });
  }
}

interface Cut {
  readonly camera: RtspCamera;
  readonly bundle: string;
  readonly seeded: Seeded;
  readonly name: string;
  readonly forgetful: boolean;
}

async function cutOnce(disk: CutDisk, { camera, bundle, seeded, name, forgetful }: Cut): Promise<Loss> {
  const [address, spool] = [`${camera.url}/${name}`, join(disk.dir, 'spool')];
  await disk.format();
  await disk.mount();
  mkdirSync(spool);
  const order = { address, spool, keep: true, ...(forgetful && { forgetful }) } as const;
  const child = new RecordingChild(bundle, order);
  try {
    await child.ready();
    const startedAt = Date.now();
    await sleep(seeded.next() * longestLifeMs);
    const faultAt = Date.now();
    await disk.cut();
    await goneFrom(disk, child, address);
    await disk.mount();
    return await lossOf(await salvaged(spool), { sent: camera.sent, faultAt, startedAt });
  } finally {
    await goneFrom(disk, child, address);
  }
}

/** Nothing may have a file open on a disk that is to be unmounted. */
async function goneFrom(disk: CutDisk, child: RecordingChild, address: string): Promise<void> {
  await child.kill();
  await until(() => ffmpegPids(address).length === 0);
  await disk.unmount();
}
