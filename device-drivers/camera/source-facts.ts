import type { DeviceMode } from './device-modes.ts';

/** What a source turned out to hold. Sizes are of the picture as shown (after rotation). */
export interface SourceFacts {
  /** As ffmpeg names it: `h264`, `hevc`, `mjpeg`, `rawvideo`. */
  readonly videoCodec: string;
  readonly width: number;
  readonly height: number;
  /** Frames per second as the source declares them; absent when it does not. */
  readonly fps?: number;
  /** Absent when there is no sound. */
  readonly audioCodec?: string;
  /** The longest distance between keyframes; known for files only. */
  readonly keyframeGapMs?: number;
  /** How a camera of this machine is to be opened. */
  readonly mode?: DeviceMode;
  /** The camera's smaller stream; absent when it has none, or it could not be opened. */
  readonly second?: SourceFacts;
}
