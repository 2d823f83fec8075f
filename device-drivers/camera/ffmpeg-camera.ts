import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../sync/base/clock.ts';
import type { DeviceState } from '../../sync/base/device-state.ts';
import { messageOf } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';
import { canCopyVideo } from './arguments.ts';
import type { Camera, Frame, LiveFragment, VideoSegment } from './camera.ts';
import { CameraRun, type RunEnd } from './camera-run.ts';
import { probeSource } from './probe.ts';
import { whyUnreachable } from './reach.ts';
import { salvageSpool } from './salvage.ts';
import { type CameraSource, describeSource } from './source.ts';
import type { SourceFacts } from './source-facts.ts';

/** A camera that is back must be seen soon: what a try costs is little, see reach.ts. */
const firstPauseMs = 250;
const longestPauseMs = 1_000;
const reachTimeoutMs = 1_500;
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
  readonly #fragmentListeners = new Set<(fragment: LiveFragment) => void>();
  #state: DeviceState;
  #loop: Promise<void> | undefined;
  #run: CameraRun | undefined;
  #facts: SourceFacts | undefined;
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

  watchFragments(listener: (fragment: LiveFragment) => void): () => void {
    this.#fragmentListeners.add(listener);
    return () => void this.#fragmentListeners.delete(listener);
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
      const end = await this.#openOnce().catch((error: unknown) => lost(messageOf(error)));
      if (signal.aborted) return;
      this.#setState('out-of-order', end);
      pauseMs = end.wasReady || end.changed ? firstPauseMs : Math.min(longestPauseMs, 2 * pauseMs);
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
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
  async #openOnce(): Promise<Trouble> {
    const { source } = this.#options;
    const { signal } = this.#closing;
    const unreachable = await whyUnreachable(source, { timeoutMs: reachTimeoutMs, signal });
    if (unreachable) return lost(unreachable);
    // Probing takes seconds; a camera that comes back is mostly the same, and the run says if it is not.
    this.#facts ??= await probeSource(source, { signal });
    if (signal.aborted) return lost('the camera was closed');
    this.#run = this.#startRun(this.#facts);
    const end = await this.#run.ended;
    this.#mustEncode ||= end.keyframesTooRare;
    this.#relearn(end);
    return { ...end, reason: `camera ${describeSource(source)}: ${end.reason}` };
  }

  /** A camera that is what it was is not probed again, nor one whose change ffmpeg told. */
  #relearn({ changed, wasReady }: RunEnd): void {
    const { source } = this.#options;
    const isOne = source.kind === 'rtsp' && source.framesUrl === undefined;
    if (changed) this.#facts = isOne ? changed : undefined;
    if (!wasReady && !isOne) this.#facts = undefined;
  }

  #startRun(facts: SourceFacts): CameraRun {
    const { source, segments, frames, clock, log } = this.#options;
    const seconds = Math.min(longestSegmentSeconds, Math.max(1, segments?.seconds ?? 5));
    const encode = this.#mustEncode || !canCopyVideo(facts, seconds);
    log.info({ source: describeSource(source), ...facts, encode }, 'camera opened');
    return new CameraRun({
      ...{ source, facts, frames, clock, log },
      segments: segments && { dir: segments.dir, seconds, encode },
      onReady: () => this.#setState('ready'),
      onFrame: (frame) => this.#tell(this.#frameListeners, frame),
      onSegment: (segment) => this.#giveSegment(segment),
      wantsFragments: () => this.#fragmentListeners.size > 0,
      onFragment: (fragment) => this.#tell([...this.#fragmentListeners], fragment),
    });
  }

  #giveSegment(segment: VideoSegment): void {
    this.#tell(this.#segmentListeners, segment);
  }

  #setState(state: DeviceState['state'], trouble?: Trouble): void {
    const { clock, log } = this.#options;
    const why = trouble ? { detail: trouble.reason, fault: trouble.fault } : {};
    if (this.#state.state === state && this.#state.detail === why.detail && this.#state.fault === why.fault)
      return;
    if (trouble) log.warn(why, 'camera out of order');
    const since = this.#state.state === state ? this.#state.since : clock.now();
    this.#state = { state, ...why, since };
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

type Trouble = Pick<RunEnd, 'reason' | 'fault' | 'wasReady' | 'changed'>;

function lost(reason: string): Trouble {
  return { reason, fault: 'lost', wasReady: false, changed: undefined };
}
