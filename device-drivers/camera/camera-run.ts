import type { Clock } from '../../sync/base/clock.ts';
import type { Logger } from '../../sync/base/log.ts';
import { frameSize, maxSegmentMs, planFfmpeg } from './arguments.ts';
import type { Frame, VideoSegment } from './camera.ts';
import { factIn } from './ffmpeg-log.ts';
import { type FfmpegProcess, startFfmpeg } from './ffmpeg-process.ts';
import { FrameSlicer } from './frame-slicer.ts';
import { RunSpool } from './run-spool.ts';
import { type CameraSource, redactCredentials } from './source.ts';
import type { SourceFacts } from './source-facts.ts';
import { StallWatch } from './stall-watch.ts';

const checkMs = 250;
const stallMs = 2_500;
/** Connecting, looking into the streams, and waiting for the first keyframe. */
const startLimitMs = 15_000;
/** ffmpeg finishes its files in well under a second; a frozen one is killed. */
const graceMs = 3_000;
/** The wall clock was set when it moved by more than this against the steady one. */
const clockStepMs = 1_000;

/** ffmpeg reads a played file so far ahead of real time when pictures are reordered: none may end in the future. */
const readAheadMs = 100;

export interface RunSetup {
  readonly source: CameraSource;
  readonly facts: SourceFacts;
  readonly segments: { readonly dir: string; readonly seconds: number; readonly encode: boolean } | undefined;
  readonly frames: { readonly fps: number; readonly width: number } | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  /** Every output gives something. */
  readonly onReady: () => void;
  readonly onFrame: (frame: Frame) => void;
  readonly onSegment: (segment: VideoSegment) => void;
}

export interface RunEnd {
  /** Why it ended, without credentials. */
  readonly reason: string;
  /** The copied video has too few keyframes for short segments: it must be encoded. */
  readonly keyframesTooRare: boolean;
}

/** One ffmpeg process from its start to its end, with everything it gives. */
export class CameraRun {
  /** Resolves when the process is gone and its last segment was given out. */
  readonly ended: Promise<RunEnd>;
  readonly #setup: RunSetup;
  readonly #process: FfmpegProcess;
  readonly #spool: RunSpool | undefined;
  readonly #watch: StallWatch;
  readonly #wallMinusMono: number;
  readonly #timer: NodeJS.Timeout;
  #mediaZeroKnown = false;
  #ready = false;
  #keyframesTooRare = false;
  #reason: string | undefined;
  #lastError: string | undefined;

  constructor(setup: RunSetup) {
    const { segments, frames, facts, clock, log, onSegment } = setup;
    this.#setup = setup;
    this.#spool = segments && new RunSpool({ dir: segments.dir, clock, log, onSegment });
    const pictures = frames && { fps: frames.fps, ...frameSize(facts, frames.width) };
    this.#wallMinusMono = clock.now() - clock.mono();
    this.#watch = new StallWatch(clock, {
      limitMs: {
        ...(frames ? { pictures: Math.max(stallMs, 2_000 / frames.fps) } : {}),
        ...(segments ? { 'video bytes': stallMs } : {}),
      },
      startMs: startLimitMs,
      checkMs,
    });
    const slicer =
      pictures &&
      new FrameSlicer(pictures.width * pictures.height * 3, (rgb) => this.#picture(rgb, pictures));
    const video = segments && this.#spool && { ...segments, pattern: this.#spool.pattern };
    this.#process = startFfmpeg(
      planFfmpeg({ source: setup.source, facts, segments: video, frames: pictures }),
      {
        onPictureBytes: (chunk) => slicer?.push(chunk),
        onSegmentClosed: (name) => this.#spool?.closed(name),
        onLog: (line) => this.#logLine(line),
      },
    );
    this.#timer = setInterval(() => void this.#check(), checkMs);
    this.ended = this.#end();
  }

  /** Lets ffmpeg finish its last segment. */
  stop(reason: string): void {
    this.#reason ??= reason;
    this.#process.stop(graceMs);
  }

  #kill(reason: string): void {
    this.#reason ??= reason;
    this.#process.kill();
  }

  #picture(rgb: Buffer, size: { width: number; height: number }): void {
    this.#watch.seen('pictures');
    this.#setup.onFrame({ width: size.width, height: size.height, rgb, at: this.#setup.clock.now() });
  }

  #logLine(line: string): void {
    const fact = factIn(line);
    if (fact?.kind === 'error') this.#lastError = redactCredentials(fact.message);
    if (fact?.kind === 'source-open' && this.#setup.source.kind !== 'file') {
      this.#mediaZero(fact.startSeconds * 1000 + this.#clockOffset());
    }
    if (fact?.kind === 'playing') this.#mediaZero(this.#setup.clock.now() - readAheadMs);
  }

  /** ffmpeg stamps packets by the machine's clock; ours may be another. */
  #clockOffset(): number {
    return this.#setup.clock.now() - Date.now();
  }

  #mediaZero(at: number): void {
    if (this.#mediaZeroKnown) return;
    this.#mediaZeroKnown = true;
    this.#spool?.setMediaZero(at);
  }

  async #check(): Promise<void> {
    if (await this.#spool?.grew()) this.#watch.seen('video bytes');
    const { clock, onReady, segments, source } = this.#setup;
    if (!this.#ready && this.#watch.allSeen) {
      this.#ready = true;
      onReady();
    }
    const stalled = this.#watch.stalled();
    if (stalled) this.#kill(stalled);
    const stepMs = Math.abs(clock.now() - clock.mono() - this.#wallMinusMono);
    if (stepMs > clockStepMs && source.kind !== 'file')
      this.#kill('the wall clock was set; the camera is reopened');
    if (segments && !segments.encode && (this.#spool?.openForMs ?? 0) > maxSegmentMs - 2 * checkMs) {
      this.#keyframesTooRare = true;
      this.stop('keyframes are too far apart to copy the video; it is encoded from now on');
    }
  }

  async #end(): Promise<RunEnd> {
    const how = await this.#process.gone;
    clearInterval(this.#timer);
    await this.#spool?.finish();
    return { reason: this.#reason ?? this.#lastError ?? how, keyframesTooRare: this.#keyframesTooRare };
  }
}
