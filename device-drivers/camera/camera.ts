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
  /** Stretches between them without a picture, longer than 0.5 s; absent when there is none. */
  readonly holes?: readonly { readonly startAt: number; readonly endAt: number }[];
}

/** A whole fragment (`moof` + `mdat`) of the video that is being written. */
export interface LiveFragment {
  /** One opening of the source. Fragments of one run follow each other and share `init`. */
  readonly run: string;
  /** `ftyp` + `moov`. */
  readonly init: Buffer;
  readonly bytes: Buffer;
  /** Epoch ms of its first picture and of the end of its last. */
  readonly startAt: number;
  readonly endAt: number;
  /** True when its first picture is a keyframe: a viewer can begin here. */
  readonly independent: boolean;
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
  /** Fragments as they are written, for as long as it takes until the returned function is called. */
  watchFragments?(listener: (fragment: LiveFragment) => void): () => void;
  onState(listener: (state: DeviceState) => void): void;
}
