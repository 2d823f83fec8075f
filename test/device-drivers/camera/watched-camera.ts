import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, LiveFragment, VideoSegment } from '../../../device-drivers/camera/camera.ts';
import { FfmpegCamera, type FfmpegCameraOptions } from '../../../device-drivers/camera/ffmpeg-camera.ts';
import { systemClock } from '../../../sync/base/clock.ts';
import type { DeviceState } from '../../../sync/base/device-state.ts';
import { createLog } from '../../../sync/base/log.ts';
import { ffmpegPids } from './real-ffmpeg.ts';

/** A camera that is started, and all that it gives. `seen` is on the ffmpeg's command line and on no other. */
export function watchCamera(
  seen: string,
  options: Pick<FfmpegCameraOptions, 'source' | 'segments' | 'frames'>,
) {
  const camera = new FfmpegCamera({ clock: systemClock(), log: createLog('kiosk', 'silent'), ...options });
  const given = {
    frames: [] as Frame[],
    segments: [] as VideoSegment[],
    states: [] as DeviceState[],
    fragments: [] as LiveFragment[],
  };
  camera.onFrame((frame) => given.frames.push(frame));
  camera.onSegment((segment) => given.segments.push(segment));
  camera.onState((state) => given.states.push(state));
  camera.watchFragments((fragment) => given.fragments.push(fragment));
  camera.start();
  return { camera, ...given, pids: () => ffmpegPids(seen) };
}

/** Looks every 20 ms whether it is so; throws after 20 s. */
export async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error(`it did not come to be: ${condition}`);
    await sleep(20);
  }
}
