import { join } from 'node:path';
import type { Camera } from '../device-drivers/camera/camera.ts';
import { FfmpegCamera } from '../device-drivers/camera/ffmpeg-camera.ts';
import { parseCameraSource } from '../device-drivers/camera/source.ts';
import type { Clock } from '../sync/base/clock.ts';
import type { Logger } from '../sync/base/log.ts';

interface CameraAddresses {
  readonly room: string;
  /** Its second, smaller stream. */
  readonly roomFrames?: string | undefined;
  /** The room camera serves the door too when there is no other. */
  readonly door: string | undefined;
}

/** Pictures for face check-in; the room camera alone only shows the page what it records. */
const doorFrames = { fps: 5, width: 640 };
const roomFrames = { fps: 2, width: 480 };

/** Two named cameras, each source opened once; one device may be both. */
export function openCameras(
  addresses: CameraAddresses,
  options: { readonly dataDir: string; readonly clock: Clock; readonly log: Logger },
): { room: Camera; door: Camera } {
  const { dataDir, clock, log } = options;
  const shared = addresses.door === undefined || addresses.door === addresses.room;
  const room = new FfmpegCamera({
    source: parseCameraSource(addresses.room, addresses.roomFrames),
    segments: { dir: join(dataDir, 'spool'), seconds: 5 },
    frames: shared ? doorFrames : roomFrames,
    clock,
    log,
  });
  if (shared || addresses.door === undefined) return { room, door: room };
  const source = parseCameraSource(addresses.door);
  return { room, door: new FfmpegCamera({ source, segments: undefined, frames: doorFrames, clock, log }) };
}
