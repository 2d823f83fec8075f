import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, LiveFragment, VideoSegment } from '../../../device-drivers/camera/camera.ts';
import { FfmpegCamera, type FfmpegCameraOptions } from '../../../device-drivers/camera/ffmpeg-camera.ts';
import { systemClock } from '../../../sync/base/clock.ts';
import type { DeviceState } from '../../../sync/base/device-state.ts';
import { createLog } from '../../../sync/base/log.ts';
import { ffmpegPids } from './real-ffmpeg.ts';
import type { SentPicture } from './rtsp/rtsp-camera.ts';

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

/** How many ms of the sent pictures that lie within the segments are in none of them. */
export function unrecordedMs(sent: readonly SentPicture[], segments: readonly VideoSegment[]): number {
  const [from = 0, to = 0] = [segments[0]?.startAt, segments.at(-1)?.endAt];
  const within = sent.filter(({ at }) => at >= from && at < to);
  const recordedMs = segments.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0);
  return within.reduce((sum, { durationMs }) => sum + durationMs, 0) - recordedMs;
}
