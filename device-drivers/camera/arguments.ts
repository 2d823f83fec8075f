import { basename } from 'node:path';
import { type FfmpegInput, inputsOf } from './inputs.ts';
import type { CameraSource } from './source.ts';
import type { SourceFacts } from './source-facts.ts';

/** One ffmpeg process: a source opened once, and what is made of it. */
export interface FfmpegPlan {
  readonly inputs: readonly FfmpegInput[];
  readonly outputs: readonly { readonly options: readonly string[]; readonly target: string }[];
}

export interface PlanRequest {
  readonly source: CameraSource;
  readonly facts: SourceFacts;
  /** Epoch ms by the machine's clock: media time 0 of a live source. Not after the start of the process. */
  readonly startedAt: number;
  /** `pattern` is the path of the files with a counter such as `%06d`; the names come on descriptor 3. */
  readonly segments:
    | { readonly pattern: string; readonly seconds: number; readonly encode: boolean }
    | undefined;
  /** rgb24 pictures of exactly this size, on descriptor 1. */
  readonly frames: { readonly fps: number; readonly width: number; readonly height: number } | undefined;
}

/** No segment lasts longer than this. */
export const maxSegmentMs = 10_000;
/**
 * A fragment ends with the first picture after so long, and a killed process loses the open one. Measured at 25
 * pictures a second (`npm run bench -- record-kill`): 0.5 s loses up to 0.51 s, 0.3 s 0.36 s, 0.2 s 0.26 s.
 */
export const fragmentMs = 300;

const general = ['-hide_banner', '-nostats', '-nostdin', '-loglevel', 'level+info'];

export function planFfmpeg(request: PlanRequest): FfmpegPlan {
  const { source, segments, frames, facts, startedAt } = request;
  const second = source.kind === 'rtsp' ? frames !== undefined && facts.second !== undefined : true;
  const [first, ...others] = inputsOf(source, { startedAt, mode: facts.mode, second });
  const outputs = [];
  if (segments) outputs.push({ options: segmentOptions(segments, request), target: segments.pattern });
  const pictures = source.kind === 'rtsp' && second ? '1:v:0' : '0:v:0';
  if (frames) outputs.push({ options: frameOptions(frames, pictures), target: 'pipe:1' });
  const inputs = first ? [{ ...first, options: [...general, ...first.options] }, ...others] : [];
  return { inputs, outputs };
}

/** Whether the source's own H.264 can be cut into segments that are short enough. */
export function canCopyVideo(facts: SourceFacts, seconds: number): boolean {
  if (facts.videoCodec !== 'h264') return false;
  return facts.keyframeGapMs === undefined || seconds * 1000 + facts.keyframeGapMs <= maxSegmentMs;
}

function segmentOptions(segments: NonNullable<PlanRequest['segments']>, request: PlanRequest): string[] {
  // frag_discont and avoid_negative_ts=disabled keep the run's own timeline in every file; without them each
  // file starts at 0 and a stall between two of them cannot be seen.
  const format = [
    'movflags=+empty_moov+default_base_moof+frag_keyframe+frag_discont+skip_trailer',
    `frag_duration=${fragmentMs * 1_000}`,
    'flush_packets=1',
    'avoid_negative_ts=disabled',
  ];
  return [
    ...['-map', '0:v:0', ...(segments.encode ? encodeVideo : ['-c:v', 'copy'])],
    ...audioOptions(request),
    ...['-f', 'segment', '-segment_time', String(segments.seconds), '-segment_format', 'mp4'],
    ...['-segment_format_options', format.join(':'), '-avoid_negative_ts', 'disabled'],
    ...['-segment_list', 'pipe:3', '-segment_list_type', 'flat'],
    // A film played twice must not give the same bytes twice: a segment is known by its digest.
    ...['-metadata', `comment=${basename(segments.pattern)}`],
  ];
}

/**
 * Frames keep the source's uneven times (a fine time base, no frame doubled); no B-frames, so order is time, and no
 * look-ahead, which a killed process would lose. A dark, noisy room must not fill the disk.
 */
const encodeVideo = [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-bf', '0', '-pix_fmt', 'yuv420p'],
  ...['-maxrate', '4M', '-bufsize', '8M'],
  ...['-force_key_frames', 'expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+1))'],
  ...['-fps_mode', 'vfr', '-enc_time_base', '1:90000'],
];

function audioOptions({ source, facts }: PlanRequest): string[] {
  if (facts.audioCodec === undefined) return ['-an'];
  const map = ['-map', source.kind === 'device' && source.api === 'v4l2' ? '1:a:0' : '0:a:0'];
  const live = source.kind !== 'file';
  if (facts.audioCodec === 'aac') return [...map, '-c:a', 'copy', ...(live ? ['-bsf:a', evenTimes] : [])];
  const followTimes = ['-af', 'aresample=async=1000'];
  return [...map, ...(live ? followTimes : []), '-c:a', 'aac', '-b:a', '64k'];
}

/**
 * Sound of a live source arrives in bursts, and is stamped as it arrives: never too early, often too late. Each packet
 * is put after the one before it, and drawn towards its stamp: quickly when that is earlier, slowly when it is later.
 * 0.2 s and more is a hole, and stays one.
 */
const evenTimes = (() => {
  const expected = 'st(0,PREV_OUTDTS+if(gt(DURATION,0),DURATION,1024/SR/TB))';
  const off = 'st(1,DTS-ld(0))';
  const drawn = 'if(gt(abs(ld(1))*TB,0.2),DTS,ld(0)+ld(1)/if(lt(ld(1),0),2,16))';
  return `setts=ts=if(N,${expected};${off};max(${drawn},PREV_OUTDTS+1),DTS)`.replaceAll(',', '\\,');
})();

/**
 * `select` passes the first picture of each time slot at once; the fps filter would hold it back for the next
 * one and double pictures over a hole. The fifo drops pictures when nobody reads: a busy reader must never
 * hold up the recording.
 */
function frameOptions(frames: NonNullable<PlanRequest['frames']>, pictures: string): string[] {
  const slot = `isnan(prev_t)+gt(floor(t*${frames.fps}),floor(prev_t*${frames.fps}))`;
  return [
    ...['-map', pictures, '-an', '-vf', `select='${slot}',scale=${frames.width}:${frames.height}`],
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
