import { basename } from 'node:path';
import type { CameraSource } from './source.ts';
import type { SourceFacts } from './source-facts.ts';

/** One ffmpeg process: a source opened once, and what is made of it. */
export interface FfmpegPlan {
  readonly input: { readonly options: readonly string[]; readonly url: string };
  readonly outputs: readonly { readonly options: readonly string[]; readonly target: string }[];
}

export interface PlanRequest {
  readonly source: CameraSource;
  readonly facts: SourceFacts;
  /** `pattern` is the path of the files with a counter such as `%06d`; the names come on descriptor 3. */
  readonly segments:
    | { readonly pattern: string; readonly seconds: number; readonly encode: boolean }
    | undefined;
  /** rgb24 pictures of exactly this size, on descriptor 1. */
  readonly frames: { readonly fps: number; readonly width: number; readonly height: number } | undefined;
}

/** No segment lasts longer than this. */
export const maxSegmentMs = 10_000;
const socketTimeoutUs = 5_000_000;
/** A fragment ends at the latest after this long, so that a killed process loses no more. */
const fragmentUs = 1_000_000;

export function planFfmpeg(request: PlanRequest): FfmpegPlan {
  const { segments, frames, facts } = request;
  const outputs = [];
  if (segments) outputs.push({ options: segmentOptions(segments, facts), target: segments.pattern });
  if (frames) outputs.push({ options: frameOptions(frames), target: 'pipe:1' });
  const general = ['-hide_banner', '-nostats', '-nostdin', '-loglevel', 'level+info'];
  return {
    input: {
      options: [...general, ...timingOptions(request.source), ...openOptions(request.source)],
      url: urlOf(request.source),
    },
    outputs,
  };
}

/** What ffmpeg and ffprobe alike need to open the source. */
export function openOptions(source: CameraSource): string[] {
  if (source.kind === 'rtsp') return ['-rtsp_transport', 'tcp', '-timeout', String(socketTimeoutUs)];
  return source.kind === 'device' ? ['-f', 'v4l2'] : [];
}

export function urlOf(source: CameraSource): string {
  if (source.kind === 'rtsp') return source.url;
  return source.kind === 'file' ? source.file : source.path;
}

/**
 * A live source is stamped with the wall clock as its packets arrive; all three flags are needed for the
 * stamps to reach the file. Media time 0 is then the `start:` that ffmpeg prints when it has opened the source.
 */
function timingOptions(source: CameraSource): string[] {
  if (source.kind === 'file') return ['-re', '-stream_loop', '-1'];
  return ['-use_wallclock_as_timestamps', '1', '-copyts', '-start_at_zero'];
}

/** Whether the source's own H.264 can be cut into segments that are short enough. */
export function canCopyVideo(facts: SourceFacts, seconds: number): boolean {
  if (facts.videoCodec !== 'h264') return false;
  return facts.keyframeGapMs === undefined || seconds * 1000 + facts.keyframeGapMs <= maxSegmentMs;
}

function segmentOptions(segments: NonNullable<PlanRequest['segments']>, facts: SourceFacts): string[] {
  // frag_discont and avoid_negative_ts=disabled keep the run's own timeline in every file; without them each
  // file starts at 0 and a stall between two of them cannot be seen.
  const format = [
    'movflags=+empty_moov+default_base_moof+frag_keyframe+frag_discont+skip_trailer',
    `frag_duration=${fragmentUs}`,
    'flush_packets=1',
    'avoid_negative_ts=disabled',
  ];
  return [
    ...['-map', '0:v:0', ...(segments.encode ? encodeVideo : ['-c:v', 'copy'])],
    ...audioOptions(facts),
    ...['-f', 'segment', '-segment_time', String(segments.seconds), '-segment_format', 'mp4'],
    ...['-segment_format_options', format.join(':'), '-avoid_negative_ts', 'disabled'],
    ...['-segment_list', 'pipe:3', '-segment_list_type', 'flat'],
    // A film played twice must not give the same bytes twice: a segment is known by its digest.
    ...['-metadata', `comment=${basename(segments.pattern)}`],
  ];
}

/** Frames keep the source's uneven times (a fine time base, no frame doubled); no B-frames, so order is time. */
const encodeVideo = [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '0', '-pix_fmt', 'yuv420p'],
  ...['-force_key_frames', 'expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+1))'],
  ...['-fps_mode', 'vfr', '-enc_time_base', '1:90000'],
];

function audioOptions(facts: SourceFacts): string[] {
  if (facts.audioCodec === undefined) return ['-an'];
  const codec = facts.audioCodec === 'aac' ? ['-c:a', 'copy'] : ['-c:a', 'aac', '-b:a', '64k'];
  return ['-map', '0:a:0', ...codec];
}

/**
 * `select` passes the first picture of each time slot at once; the fps filter would hold it back for the next
 * one and double pictures over a hole. The fifo drops pictures when nobody reads: a busy reader must never
 * hold up the recording.
 */
function frameOptions(frames: NonNullable<PlanRequest['frames']>): string[] {
  const slot = `isnan(prev_t)+gt(floor(t*${frames.fps}),floor(prev_t*${frames.fps}))`;
  return [
    ...['-map', '0:v:0', '-an', '-vf', `select='${slot}',scale=${frames.width}:${frames.height}`],
    ...['-fps_mode', 'passthrough', '-c:v', 'rawvideo', '-pix_fmt', 'rgb24'],
    ...['-f', 'fifo', '-fifo_format', 'rawvideo', '-queue_size', '4', '-drop_pkts_on_overflow', '1'],
  ];
}

/** The source's picture scaled down to fit a width, aspect kept, both sides even. Never scaled up. */
export function frameSize(facts: SourceFacts, maxWidth: number): { width: number; height: number } {
  const even = (pixels: number) => Math.max(2, 2 * Math.round(pixels / 2));
  const width = Math.min(even(facts.width), 2 * Math.floor(maxWidth / 2));
  return { width, height: even((width * facts.height) / facts.width) };
}
