import type { DeviceMode } from './device-modes.ts';
import type { CameraSource, DeviceSource } from './source.ts';

export interface FfmpegInput {
  readonly options: readonly string[];
  readonly url: string;
}

/** Longer silence of a camera is a stall; a try to connect must not hold up the next one for longer. */
const socketTimeoutUs = 4_000_000;
/**
 * Packets that wait for ffmpeg, which turns from one stream to the other: one that finds no room is stamped when there
 * is room again, and its picture seems to have come late.
 */
const queuedPackets = ['-thread_queue_size', '512'];
/** Asked of cameras of this machine; a driver takes what is nearest. */
const usualFps = 25;

/**
 * What ffmpeg reads, in the order of `placesOf`: the camera, and its second stream or its microphone where that is
 * apart.
 * @param startedAt machine's epoch ms that becomes media time 0 of a live source
 */
export function inputsOf(
  source: CameraSource,
  { startedAt, mode, second }: { startedAt: number; mode: DeviceMode | undefined; second: boolean },
): FfmpegInput[] {
  const timing = timingOptions(source, startedAt);
  const other = second ? besides(source) : undefined;
  const camera = probedInput(source, mode);
  if (!other) return [timed(camera, timing)];
  if (source.kind !== 'rtsp') return [timed(camera, timing), timed(other, timing)];
  return [timed(other, [...queuedPackets, ...timing]), timed(camera, [...queuedPackets, ...timing])];
}

/** Where each stream stands among the inputs. */
export interface StreamPlaces {
  readonly camera: 0 | 1;
  readonly video: string;
  readonly sound: string;
  /** The camera's second stream; absent where none is opened. */
  readonly second?: string;
}

/**
 * An RTSP camera's second stream is opened first: what comes while another one is opened is stamped late, and must not
 * be what is recorded.
 */
export function placesOf(source: CameraSource, second: boolean): StreamPlaces {
  if (source.kind === 'rtsp' && second) return { camera: 1, video: '1:v:0', sound: '1:a:0', second: '0:v:0' };
  const ownMicrophone = source.kind === 'device' && source.api === 'v4l2';
  return { camera: 0, video: '0:v:0', sound: ownMicrophone ? '1:a:0' : '0:a:0' };
}

function timed(input: FfmpegInput, timing: readonly string[]): FfmpegInput {
  return { ...input, options: [...timing, ...input.options] };
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
  return { options: ['-f', 'alsa', ...queuedPackets], url: source.audio };
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
