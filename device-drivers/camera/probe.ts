import { AppError } from '../../sync/base/errors.ts';
import {
  avfoundationModes,
  type DeviceMode,
  dshowModes,
  fewestFps,
  rankModes,
  v4l2Modes,
} from './device-modes.ts';
import { factsIn, longestGapMs } from './ffprobe-answer.ts';
import { besides, type FfmpegInput, listModesArguments, probedInput } from './inputs.ts';
import { type CameraSource, type DeviceSource, describeSource, redactCredentials } from './source.ts';
import type { SourceFacts } from './source-facts.ts';
import { runTool, type ToolRun } from './tool.ts';

const probeTimeoutMs = 8_000;
/** So much of a file is read to see how far apart its keyframes are. */
const keyframeSearchSeconds = 60;
/** A device that gives too few pictures in its best modes gives them in none. */
const mostModes = 4;
const modesIn = { v4l2: v4l2Modes, dshow: dshowModes, avfoundation: avfoundationModes } as const;

export interface ProbeRun extends ToolRun {
  /** How ffmpeg and ffprobe are run; tests have recorded answers. */
  readonly tool: typeof runTool;
}

/**
 * Opens the source for a moment to see what it holds. Throws AppError device_unavailable (it cannot be
 * opened, or holds no video), device_timeout, or tool_missing; messages carry no credentials.
 */
export async function probeSource(source: CameraSource, run: Partial<ProbeRun> = {}): Promise<SourceFacts> {
  const probe = new Probe(source, { timeoutMs: probeTimeoutMs, tool: runTool, ...run });
  if (source.kind === 'device') return probe.device(source);
  if (source.kind === 'rtsp') return probe.withSecondStream();
  return probe.file();
}

class Probe {
  readonly #source: CameraSource;
  readonly #run: ProbeRun;

  constructor(source: CameraSource, run: ProbeRun) {
    this.#source = source;
    this.#run = run;
  }

  async file(): Promise<SourceFacts> {
    const input = probedInput(this.#source);
    const facts = await this.#factsOf(input);
    if (facts.videoCodec !== 'h264') return facts;
    const packets = ['-read_intervals', `%+${keyframeSearchSeconds}`, '-select_streams', 'v:0'];
    const table = ['-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0'];
    return { ...facts, keyframeGapMs: longestGapMs(await this.#ask(input, [...packets, ...table])) };
  }

  /** A second stream that fails must not keep the lesson from being recorded. */
  async withSecondStream(): Promise<SourceFacts> {
    const input = besides(this.#source);
    const [facts, second] = await Promise.all([
      this.#factsOf(probedInput(this.#source)),
      input && this.#factsOf(input).catch(() => undefined),
    ]);
    return { ...facts, ...(second && { second }) };
  }

  /** The best mode that gives enough pictures; V4L2 tells no rates, so it is opened to see. */
  async device(source: DeviceSource): Promise<SourceFacts> {
    const microphone = besides(source) ? { audioCodec: 'pcm_s16le' } : {};
    const modes = rankModes(await this.#modesOf(source)).slice(0, mostModes);
    const facts = modes.length === 0 ? this.#factsOf(probedInput(source)) : this.#firstFast(modes);
    return { ...(await facts), ...microphone };
  }

  /** The first mode with enough pictures a second, else the fastest. Throws the last fault when none can be opened. */
  async #firstFast(modes: readonly DeviceMode[]): Promise<SourceFacts> {
    let fastest: SourceFacts | undefined;
    let fault: unknown;
    for (const mode of modes) {
      try {
        const facts = { ...(await this.#factsOf(probedInput(this.#source, mode))), mode };
        if (rateOf(facts) >= fewestFps) return facts;
        if (!fastest || rateOf(facts) > rateOf(fastest)) fastest = facts;
      } catch (error) {
        fault = error;
      }
    }
    if (!fastest) throw fault;
    return fastest;
  }

  async #modesOf(source: DeviceSource): Promise<DeviceMode[]> {
    const result = await this.#run.tool('ffmpeg', listModesArguments(source), this.#run);
    return result.kind === 'failed' ? modesIn[source.api](result.stderr) : [];
  }

  async #factsOf(input: FfmpegInput): Promise<SourceFacts> {
    const facts = factsIn(await this.#ask(input, ['-of', 'json', '-show_streams']));
    if (!facts) throw this.#unavailable(input, 'it holds no video');
    return facts;
  }

  async #ask(input: FfmpegInput, args: readonly string[]): Promise<string> {
    const line = ['-v', 'error', ...input.options, ...args, input.url];
    const result = await this.#run.tool('ffprobe', line, this.#run);
    if (result.kind === 'done') return result.output;
    if (result.kind === 'failed')
      throw this.#unavailable(input, lastLine(result.stderr) ?? 'it cannot be opened');
    const message = `camera ${describeSource(this.#source)} said nothing for ${this.#run.timeoutMs} ms`;
    throw new AppError('device_timeout', message, {
      retryable: true,
      zh: '摄像头没有响应，请检查网络和电源',
    });
  }

  #unavailable(input: FfmpegInput, why: string): AppError {
    const message = `camera ${describeSource(this.#source)}: ${why.replace(input.url, 'source')}`;
    return new AppError('device_unavailable', redactCredentials(message), {
      retryable: true,
      zh: '摄像头打不开，请检查连接和地址',
    });
  }
}

function rateOf(facts: SourceFacts): number {
  return facts.fps ?? 0;
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1) || undefined;
}
