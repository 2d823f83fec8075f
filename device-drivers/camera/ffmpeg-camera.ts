import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../sync/base/clock.ts';
import type { DeviceState } from '../../sync/base/device-state.ts';
import { messageOf } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';
import { canCopyVideo } from './arguments.ts';
import type { Camera, Frame, VideoSegment } from './camera.ts';
import { CameraRun } from './camera-run.ts';
import { probeSource } from './probe.ts';
import { salvageSpool } from './salvage.ts';
import { type CameraSource, describeSource } from './source.ts';

const firstPauseMs = 500;
const longestPauseMs = 5_000;
/** A run that gave pictures for so long was a good one: the next pause is short again. */
const goodRunMs = 10_000;
/** Keyframes come each second, so a segment that aims at 9 s stays below 10. */
const longestSegmentSeconds = 9;

export interface FfmpegCameraOptions {
  readonly source: CameraSource;
  /**
   * `dir` is a folder of this camera's own. What the receiver leaves in it is given out again when the camera
   * is next started. `seconds`: length of a segment, 1 to 9, default 5. Undefined: nothing is recorded.
   */
  readonly segments: { readonly dir: string; readonly seconds?: number } | undefined;
  /** Pictures per second, and the greatest width in pixels. Undefined: no pictures. */
  readonly frames: { readonly fps: number; readonly width: number } | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * A camera read by the system's ffmpeg. Register listeners before `start`: segments that an earlier process
 * left behind are given out first. After `close` the state stays as it was and the camera is not used again.
 */
export class FfmpegCamera implements Camera {
  readonly #options: FfmpegCameraOptions;
  readonly #closing = new AbortController();
  readonly #frameListeners: ((frame: Frame) => void)[] = [];
  readonly #segmentListeners: ((segment: VideoSegment) => void)[] = [];
  readonly #stateListeners: ((state: DeviceState) => void)[] = [];
  #state: DeviceState;
  #loop: Promise<void> | undefined;
  #run: CameraRun | undefined;
  #mustEncode = false;

  constructor(options: FfmpegCameraOptions) {
    this.#options = options;
    this.#state = { state: 'starting', since: options.clock.now() };
  }

  get state(): DeviceState {
    return this.#state;
  }

  onFrame(listener: (frame: Frame) => void): void {
    this.#frameListeners.push(listener);
  }

  onSegment(listener: (segment: VideoSegment) => void): void {
    this.#segmentListeners.push(listener);
  }

  onState(listener: (state: DeviceState) => void): void {
    this.#stateListeners.push(listener);
  }

  start(): void {
    this.#loop ??= this.#keepOpen();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#run?.stop('the camera was closed');
    await this.#loop;
  }

  /** Opens the source again and again; a new process starts only when the last one is gone. */
  async #keepOpen(): Promise<void> {
    const { signal } = this.#closing;
    let pauseMs = firstPauseMs;
    await this.#salvage();
    while (!signal.aborted) {
      const openedAt = this.#options.clock.mono();
      const reason = await this.#openOnce().catch(messageOf);
      if (signal.aborted) return;
      this.#setState('out-of-order', reason);
      if (this.#options.clock.mono() - openedAt > goodRunMs) pauseMs = firstPauseMs;
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(longestPauseMs, 2 * pauseMs);
    }
  }

  async #salvage(): Promise<void> {
    const { segments, log } = this.#options;
    if (!segments) return;
    const setup = {
      dir: segments.dir,
      log,
      onSegment: (segment: VideoSegment) => this.#giveSegment(segment),
    };
    await salvageSpool(setup).catch((error: unknown) => {
      log.error({ fault: messageOf(error) }, 'the camera spool cannot be read');
    });
  }

  /** One look at the source and one process; resolves with why it ended. */
  async #openOnce(): Promise<string> {
    const { source, segments, frames, clock, log } = this.#options;
    const { signal } = this.#closing;
    const facts = await probeSource(source, { signal });
    if (signal.aborted) return 'the camera was closed';
    const seconds = Math.min(longestSegmentSeconds, Math.max(1, segments?.seconds ?? 5));
    const encode = this.#mustEncode || !canCopyVideo(facts, seconds);
    log.info({ source: describeSource(source), ...facts, encode }, 'camera opened');
    this.#run = new CameraRun({
      ...{ source, facts, frames, clock, log },
      segments: segments && { dir: segments.dir, seconds, encode },
      onReady: () => this.#setState('ready'),
      onFrame: (frame) => this.#tell(this.#frameListeners, frame),
      onSegment: (segment) => this.#giveSegment(segment),
    });
    const end = await this.#run.ended;
    this.#mustEncode ||= end.keyframesTooRare;
    return `camera ${describeSource(source)}: ${end.reason}`;
  }

  #giveSegment(segment: VideoSegment): void {
    this.#tell(this.#segmentListeners, segment);
  }

  #setState(state: DeviceState['state'], detail?: string): void {
    const { clock, log } = this.#options;
    if (detail) log.warn({ detail }, 'camera out of order');
    if (this.#state.state === state && this.#state.detail === detail) return;
    const since = this.#state.state === state ? this.#state.since : clock.now();
    this.#state = { state, ...(detail ? { detail } : {}), since };
    this.#tell(this.#stateListeners, this.#state);
  }

  /** A listener that throws must not end the recording. */
  #tell<T>(listeners: readonly ((value: T) => void)[], value: T): void {
    for (const listener of listeners) {
      try {
        listener(value);
      } catch (error) {
        this.#options.log.error({ fault: messageOf(error) }, 'a camera listener failed');
      }
    }
  }
}
