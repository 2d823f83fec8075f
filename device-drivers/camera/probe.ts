import { AppError } from '../../sync/base/errors.ts';
import { openOptions, urlOf } from './arguments.ts';
import { type CameraSource, describeSource, redactCredentials } from './source.ts';
import type { SourceFacts } from './source-facts.ts';
import { runTool, type ToolRun, toolMissing } from './tool.ts';

const needed = [
  { list: '-demuxers', names: ['rtsp'] },
  { list: '-muxers', names: ['segment', 'mp4', 'fifo'] },
  { list: '-encoders', names: ['libx264', 'aac'] },
] as const;
/** Debian 12's. Older ones know neither `-fps_mode` nor RTSP's `-timeout` in its present meaning. */
const oldestVersion = 5.1;
const probeTimeoutMs = 8_000;
/** So much of a file is read to see how far apart its keyframes are. */
const keyframeSearchSeconds = 60;

/** Makes sure of the system's ffmpeg and ffprobe. Throws AppError tool_missing, with the line to run. */
export async function checkFfmpeg(ffmpeg = 'ffmpeg', ffprobe = 'ffprobe'): Promise<{ version: string }> {
  const version = versionIn(await outputOf(ffmpeg, ['-version']));
  await outputOf(ffprobe, ['-version']);
  // A build from git has a version such as N-109542-g9a1b2c3: taken on trust.
  if (Number.parseFloat(version) < oldestVersion) {
    throw toolMissing(`ffmpeg ${version} is older than ${oldestVersion}`);
  }
  for (const { list, names } of needed) {
    const missing = missingIn(await outputOf(ffmpeg, ['-hide_banner', list]), names);
    if (missing.length > 0) throw toolMissing(`this ffmpeg lacks ${missing.join(', ')} in ${list}`);
  }
  return { version };
}

async function outputOf(tool: string, args: readonly string[]): Promise<string> {
  const result = await runTool(tool, args, { timeoutMs: 10_000 });
  if (result.kind !== 'done') throw toolMissing(`${tool} ${args.join(' ')} does not work`);
  return result.output;
}

function versionIn(output: string): string {
  return /^ffmpeg version n?(\S+)/.exec(output)?.[1] ?? 'unknown';
}

/** The wanted names that are absent from one of ffmpeg's tables (`flags name description`). */
export function missingIn(table: string, names: readonly string[]): string[] {
  const present = new Set(table.split('\n').flatMap((line) => line.trim().split(/\s+/)[1]?.split(',') ?? []));
  return names.filter((name) => !present.has(name));
}

/**
 * Opens the source for a moment to see what it holds. Throws AppError device_unavailable (it cannot be
 * opened, or holds no video), device_timeout, or tool_missing; messages carry no credentials.
 */
export async function probeSource(source: CameraSource, run: Partial<ToolRun> = {}): Promise<SourceFacts> {
  const limits = { ...run, timeoutMs: run.timeoutMs ?? probeTimeoutMs };
  const open = ['-v', 'error', ...openOptions(source)];
  const facts = factsIn(await ask(source, [...open, '-of', 'json', '-show_streams'], limits));
  if (!facts) throw unavailable(source, 'it holds no video');
  if (source.kind !== 'file' || facts.videoCodec !== 'h264') return facts;
  const packets = ['-read_intervals', `%+${keyframeSearchSeconds}`, '-select_streams', 'v:0'];
  const table = ['-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0'];
  return {
    ...facts,
    keyframeGapMs: longestGapMs(await ask(source, [...open, ...packets, ...table], limits)),
  };
}

async function ask(source: CameraSource, args: readonly string[], run: ToolRun): Promise<string> {
  const result = await runTool('ffprobe', [...args, urlOf(source)], run);
  if (result.kind === 'done') return result.output;
  if (result.kind === 'failed') throw unavailable(source, lastLine(result.stderr) ?? 'it cannot be opened');
  const message = `camera ${describeSource(source)} said nothing for ${run.timeoutMs} ms`;
  throw new AppError('device_timeout', message, { retryable: true, zh: '摄像头没有响应，请检查网络和电源' });
}

function unavailable(source: CameraSource, why: string): AppError {
  const message = redactCredentials(
    `camera ${describeSource(source)}: ${why.replace(urlOf(source), 'source')}`,
  );
  return new AppError('device_unavailable', message, {
    retryable: true,
    zh: '摄像头打不开，请检查连接和地址',
  });
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1) || undefined;
}

interface ProbedStream {
  readonly codec_type?: string;
  readonly codec_name?: string;
  readonly width?: number;
  readonly height?: number;
  readonly avg_frame_rate?: string;
  readonly side_data_list?: readonly { readonly rotation?: number }[];
}

/** Reads ffprobe's JSON; undefined when there is no video in it. */
export function factsIn(json: string): SourceFacts | undefined {
  const { streams = [] } = JSON.parse(json) as { streams?: readonly ProbedStream[] };
  const video = streams.find((stream) => stream.codec_type === 'video');
  if (!video?.codec_name || !video.width || !video.height) return undefined;
  const audio = streams.find((stream) => stream.codec_type === 'audio');
  const rotation = video.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0;
  const turned = Math.abs(rotation) % 180 === 90;
  const [frames = 0, seconds = 0] = (video.avg_frame_rate ?? '').split('/').map(Number);
  return {
    videoCodec: video.codec_name,
    width: turned ? video.height : video.width,
    height: turned ? video.width : video.height,
    ...(frames > 0 && seconds > 0 ? { fps: frames / seconds } : {}),
    ...(audio?.codec_name ? { audioCodec: audio.codec_name } : {}),
  };
}

/** The longest stretch without a keyframe, from ffprobe's `pts_time,flags` rows; the end counts as one. */
export function longestGapMs(rows: string): number {
  let keyframe = Number.NaN;
  let last = 0;
  let longest = 0;
  for (const row of rows.split('\n')) {
    const [time, flags = ''] = row.split(',');
    const at = Number.parseFloat(time ?? '');
    if (Number.isNaN(at)) continue;
    last = Math.max(last, at);
    if (!flags.startsWith('K')) continue;
    longest = Math.max(longest, at - (Number.isNaN(keyframe) ? at : keyframe));
    keyframe = at;
  }
  if (Number.isNaN(keyframe)) return Number.POSITIVE_INFINITY;
  return Math.round(Math.max(longest, last - keyframe) * 1000);
}
