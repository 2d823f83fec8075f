import type { DeviceMode } from './device-modes.ts';
import type { CameraSource, DeviceSource } from './source.ts';

export interface FfmpegInput {
  readonly options: readonly string[];
  readonly url: string;
}

/** Longer silence of a camera is a stall; a try to connect must not hold up the next one for longer. */
const socketTimeoutUs = 4_000_000;
/** Asked of cameras of this machine; a driver takes what is nearest. */
const usualFps = 25;

/**
 * What ffmpeg reads: the camera, and behind it (input 1) its second stream or its microphone where that is apart.
 * @param startedAt machine's epoch ms that becomes media time 0 of a live source
 */
export function inputsOf(
  source: CameraSource,
  { startedAt, mode, second }: { startedAt: number; mode: DeviceMode | undefined; second: boolean },
): FfmpegInput[] {
  const timing = timingOptions(source, startedAt);
  const timed = (input: FfmpegInput) => ({ ...input, options: [...timing, ...input.options] });
  const behind = second ? [besides(source)].filter((input) => input !== undefined) : [];
  return [probedInput(source, mode), ...behind].map(timed);
}

/**
 * A live source is stamped with the wall clock as its packets arrive, and all of its inputs are moved by the same
 * time, which is known before anything is opened; `-start_at_zero` would move each input by another.
 */
function timingOptions(source: CameraSource, startedAt: number): string[] {
  if (source.kind === 'file') return ['-re', '-stream_loop', '-1'];
  const offset = ['-itsoffset', `-${(startedAt / 1000).toFixed(3)}`];
  return ['-use_wallclock_as_timestamps', '1', '-copyts', ...offset];
}

/** The camera as ffmpeg and ffprobe alike open it. */
export function probedInput(source: CameraSource, mode?: DeviceMode): FfmpegInput {
  if (source.kind === 'file') return { options: [], url: source.file };
  if (source.kind === 'rtsp') return rtspInput(source.url);
  const options = ['-f', source.api, ...(mode ? modeOptions(source.api, mode) : [])];
  return { options, url: deviceUrl(source) };
}

/** The other thing to open, if there is one. */
export function besides(source: CameraSource): FfmpegInput | undefined {
  if (source.kind === 'rtsp') return source.framesUrl === undefined ? undefined : rtspInput(source.framesUrl);
  if (source.kind !== 'device' || source.api !== 'v4l2' || source.audio === undefined) return undefined;
  return { options: ['-f', 'alsa', '-thread_queue_size', '512'], url: source.audio };
}

function rtspInput(url: string): FfmpegInput {
  return { options: ['-rtsp_transport', 'tcp', '-timeout', String(socketTimeoutUs)], url };
}

/** Sound comes with a DirectShow or AVFoundation device; ALSA's is an input of its own. */
function deviceUrl({ api, video, audio }: DeviceSource): string {
  if (api === 'dshow') return `video=${video}${audio === undefined ? '' : `:audio=${audio}`}`;
  return api === 'avfoundation' && audio !== undefined ? `${video}:${audio}` : video;
}

function modeOptions(api: DeviceSource['api'], mode: DeviceMode): string[] {
  const rate = Math.min(mode.fps ?? usualFps, api === 'avfoundation' ? 30 : usualFps);
  const size = ['-video_size', `${mode.width}x${mode.height}`, '-framerate', String(rate)];
  if (api === 'avfoundation') return size;
  if (api === 'v4l2') return ['-input_format', mode.name, ...size];
  const form = mode.form === 'raw' ? ['-pixel_format', mode.name] : ['-vcodec', mode.name];
  // Pictures wait here while the encoder is busy; the default holds less than one raw picture a camera.
  return ['-rtbufsize', '64M', ...form, ...size];
}

/** Makes ffmpeg say which modes a device has; it then ends with an error, which is no fault. */
export function listModesArguments(source: DeviceSource): string[] {
  const ask = {
    v4l2: ['-list_formats', 'all'],
    dshow: ['-list_options', 'true'],
    avfoundation: ['-framerate', '1000'],
  } as const;
  return ['-hide_banner', '-nostdin', '-f', source.api, ...ask[source.api], '-i', deviceUrl(source)];
}
