import type { Clock } from '../../sync/base/clock.ts';
import type { DeviceState } from '../../sync/base/device-state.ts';
import type { Logger } from '../../sync/base/log.ts';
import { frameSize, maxSegmentMs, opensSecond, type PlanRequest, planFfmpeg } from './arguments.ts';
import type { Frame, LiveFragment, VideoSegment } from './camera.ts';
import { factIn } from './ffmpeg-log.ts';
import { type FfmpegProcess, startFfmpeg } from './ffmpeg-process.ts';
import { FrameSlicer } from './frame-slicer.ts';
import { placesOf } from './inputs.ts';
import { OpenedStreams } from './opened-streams.ts';
import { RunSpool } from './run-spool.ts';
import { type CameraSource, redactCredentials } from './source.ts';
import type { SourceFacts } from './source-facts.ts';
import { type StallLimits, StallWatch } from './stall-watch.ts';

const checkMs = 250;
const stallMs = 2_500;
/** An ffmpeg that ends by itself after so long a silence gave up a camera that had stalled. */
const quietMs = 2_000;
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
  /** Fragments are read only while they are wanted. */
  readonly wantsFragments: () => boolean;
  readonly onFragment: (fragment: LiveFragment) => void;
}

type Fault = NonNullable<DeviceState['fault']>;

export interface RunEnd {
  /** Why it ended, without credentials. */
  readonly reason: string;
  readonly fault: Fault;
  /** What the source holds, where that is something else than it was said to. */
  readonly changed: SourceFacts | undefined;
  /** Every output gave something. */
  readonly wasReady: boolean;
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
  #streams = new OpenedStreams();
  readonly #startedAt: number;
  readonly #wallMinusMono: number;
  readonly #timer: NodeJS.Timeout;
  #playing = false;
  #ready = false;
  #stopping = false;
  #over = false;
  #keyframesTooRare = false;
  #reason: string | undefined;
  #fault: Fault | undefined;
  #lastError: string | undefined;

  constructor(setup: RunSetup) {
    const { segments, frames, facts, clock, log } = setup;
    this.#setup = setup;
    this.#startedAt = clock.now();
    this.#wallMinusMono = this.#startedAt - clock.mono();
    this.#watch = new StallWatch(clock, stallLimits(setup));
    const spool = { dir: segments?.dir ?? '', startAt: this.#startedAt, liveApart: isLiveApart(setup) };
    this.#spool = segments && new RunSpool({ ...setup, ...spool });
    const shown = facts.second ?? facts;
    this.#process = this.#launch(frames && { fps: frames.fps, ...frameSize(shown, frames.width) });
    log.info({ pid: this.#process.pid }, 'ffmpeg started');
    this.#timer = setInterval(() => this.#check(), checkMs);
    this.ended = this.#end();
  }

  #launch(frames: PlanRequest['frames']): FfmpegProcess {
    const { source, facts, segments } = this.#setup;
    const { pattern, livePattern } = this.#spool ?? {};
    const video = segments && pattern !== undefined ? { ...segments, pattern, livePattern } : undefined;
    const onPicture = (rgb: Buffer) => frames && this.#picture(rgb, frames);
    const slicer = frames && new FrameSlicer(frames.width * frames.height * 3, onPicture);
    const startedAt = this.#startedAt - this.#clockOffset();
    const request = { source, facts, startedAt, segments: video, frames };
    this.#streams = new OpenedStreams(placesOf(source, opensSecond(request)).camera);
    return startFfmpeg(planFfmpeg(request), {
      onPictureBytes: (chunk) => slicer?.push(chunk),
      onSegmentClosed: (name) => this.#spool?.closed(name),
      onLog: (line) => this.#logLine(line),
    });
  }

  /** Lets ffmpeg finish its last segment. */
  stop(reason: string): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#noteEnd(reason, 'died');
    // Once: a second SIGINT would have ffmpeg drop what it has not written yet.
    this.#process.stop(graceMs);
  }

  #kill(reason: string, fault: Fault): void {
    this.#noteEnd(reason, fault);
    this.#process.kill();
  }

  #noteEnd(reason: string, fault: Fault): void {
    this.#reason ??= reason;
    this.#fault ??= fault;
  }

  #picture(rgb: Buffer, size: { width: number; height: number }): void {
    this.#watch.seen('pictures');
    this.#setup.onFrame({ width: size.width, height: size.height, rgb, at: this.#setup.clock.now() });
  }

  #logLine(line: string): void {
    const fact = factIn(line);
    if (!fact) return;
    this.#streams.note(fact);
    if (fact.kind === 'error') this.#lastError = redactCredentials(fact.message);
    if (fact.kind === 'opened' && this.#streams.differFrom(this.#setup.facts)) {
      this.#kill('it gives other video or sound than before, so it is opened anew', 'lost');
    }
    if (fact.kind === 'playing' && this.#setup.source.kind === 'file' && !this.#playing) {
      this.#playing = true;
      this.#spool?.setMediaZero(this.#playingSince(this.#setup.clock.now()));
    }
  }

  /** ffmpeg and the file system go by the machine's clock; ours may be another. */
  #clockOffset(): number {
    return this.#setup.clock.now() - Date.now();
  }

  /** We may have been too busy to see ffmpeg begin; when it made its first file is on disk all the same. */
  async #playingSince(seenAt: number): Promise<number> {
    const bornAt = ((await this.#spool?.firstFileBornAt()) ?? 0) + this.#clockOffset();
    return (bornAt > this.#startedAt && bornAt < seenAt ? bornAt : seenAt) - readAheadMs;
  }

  #check(): void {
    if (this.#spool?.grew()) this.#watch.seen('video bytes');
    if (this.#spool?.liveGrew()) this.#watch.seen('live video');
    if (this.#over) return;
    if (!this.#ready && this.#watch.allSeen) {
      this.#ready = true;
      this.#setup.onReady();
    }
    const stalled = this.#watch.stalled();
    if (stalled) this.#kill(stalled, this.#ready ? 'stalled' : 'lost');
    if (this.#clockWasSet()) this.#kill('the wall clock was set, so the camera is reopened', 'died');
    if (this.#openTooLong()) {
      this.#keyframesTooRare = true;
      this.stop('keyframes are too far apart to copy the video; it is encoded from now on');
    }
  }

  #clockWasSet(): boolean {
    const { clock, source } = this.#setup;
    const stepMs = Math.abs(clock.now() - clock.mono() - this.#wallMinusMono);
    return source.kind !== 'file' && stepMs > clockStepMs;
  }

  #openTooLong(): boolean {
    const copied = this.#setup.segments?.encode === false;
    return copied && (this.#spool?.openForMs ?? 0) > maxSegmentMs - 2 * checkMs;
  }

  async #end(): Promise<RunEnd> {
    const { how, died } = await this.#process.gone;
    const silentMs = this.#ready ? this.#watch.silentMs : 0;
    this.#over = true;
    clearInterval(this.#timer);
    await this.#spool?.finish();
    const lastError = this.#lastError ? `; its last error: ${this.#lastError}` : '';
    return {
      reason: this.#reason ?? how + lastError,
      fault: this.#fault ?? (died ? 'died' : silentMs > quietMs ? 'stalled' : 'lost'),
      // ffmpeg may have ended because of it, before it opened any output.
      changed: this.#streams.differFrom(this.#setup.facts) ? this.#streams.facts : undefined,
      wasReady: this.#ready,
      keyframesTooRare: this.#keyframesTooRare,
    };
  }
}

/** Copied H.265 is for the archive alone. */
function isLiveApart({ segments, facts }: RunSetup): boolean {
  return segments?.encode === false && facts.videoCodec === 'hevc';
}

function stallLimits(setup: RunSetup): StallLimits {
  const { frames, segments } = setup;
  const pictures = frames ? { pictures: Math.max(stallMs, 2_000 / frames.fps) } : {};
  const bytes = segments ? { 'video bytes': stallMs } : {};
  const live = isLiveApart(setup) ? { 'live video': stallMs } : {};
  return { limitMs: { ...pictures, ...bytes, ...live }, startMs: startLimitMs, checkMs };
}
