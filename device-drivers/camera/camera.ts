import type { DeviceState } from '../../sync/base/device-state.ts';

/** A picture, 8-bit RGB, rows from the top, `rgb.length === width × height × 3`. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly rgb: Buffer;
  /** Epoch ms at which the picture was taken, as near as the driver can tell. */
  readonly at: number;
}

/** One finished file of recorded video: fragmented mp4, playable alone. */
export interface VideoSegment {
  readonly file: string;
  /** Epoch ms of its first and of the end of its last picture. */
  readonly startAt: number;
  readonly endAt: number;
}

/** One camera, opened once by one ffmpeg process, which gives segments and frames alike. */
export interface Camera {
  readonly state: DeviceState;
  /** Opens the source; reopens it for as long as it takes. Never throws. */
  start(): void;
  /** Ends the process; resolves when it is gone and the last segment was given out. */
  close(): Promise<void>;
  onFrame(listener: (frame: Frame) => void): void;
  /** The receiver owns the file from now on: it keeps it or deletes it. */
  onSegment(listener: (segment: VideoSegment) => void): void;
  onState(listener: (state: DeviceState) => void): void;
}
