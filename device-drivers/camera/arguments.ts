import { type FfmpegInput, inputsOf, placesOf, type StreamPlaces } from './inputs.ts';
import type { CameraSource } from './source.ts';
import type { SourceFacts } from './source-facts.ts';
import { copyVideo, encodeVideo, type VideoFiles, videoFileOptions } from './video-files.ts';

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
  /**
   * The names come on descriptor 3. `livePattern`: files of the camera's second stream, as it comes; undefined where
   * segments serve the live view themselves.
   */
  readonly segments:
    | (VideoFiles & { readonly encode: boolean; readonly livePattern?: string | undefined })
    | undefined;
  /** rgb24 pictures of exactly this size, on descriptor 1. */
  readonly frames: { readonly fps: number; readonly width: number; readonly height: number } | undefined;
}

/** No segment lasts longer than this. */
export const maxSegmentMs = 10_000;

const general = ['-hide_banner', '-nostats', '-nostdin', '-loglevel', 'level+info'];

/**
 * ffmpeg reads on from whichever stream is furthest behind, and leaves the other one unread until that has come. What
 * is made of the second stream is taken for so much later, seconds: the recording does not wait for it.
 */
const aheadSeconds = 0.25;

export function planFfmpeg(request: PlanRequest): FfmpegPlan {
  const { source, segments, frames, facts, startedAt } = request;
  const second = opensSecond(request);
  const places = placesOf(source, second);
  const [first, ...others] = inputsOf(source, { startedAt, mode: facts.mode, second });
  const outputs = [];
  if (segments)
    outputs.push({ options: segmentOptions(segments, places, request), target: segments.pattern });
  const live = segments?.livePattern;
  if (segments && live) outputs.push({ options: liveOptions(segments, places, request), target: live });
  if (frames) outputs.push({ options: frameOptions(frames, places), target: 'pipe:1' });
  const inputs = first ? [{ ...first, options: [...general, ...first.options] }, ...others] : [];
  const decode = (place: number) => decodingOptions((place !== places.camera && facts.second) || facts);
  return {
    inputs: inputs.map(({ url, options }, place) => ({ url, options: [...options, ...decode(place)] })),
    outputs,
  };
}

/**
 * Threads that hand pictures to one another take a quarter more of the processor (measured at 1080p25), and each of
 * them holds pictures back. What is larger may need more than one.
 */
function decodingOptions({ width, height }: SourceFacts): string[] {
  return width * height <= 1_920 * 1_088 ? ['-threads', '1'] : [];
}

/** Whether anything is made of what there is besides the camera's first stream: its second one, or its microphone. */
export function opensSecond({ source, facts, segments, frames }: Omit<PlanRequest, 'startedAt'>): boolean {
  if (source.kind !== 'rtsp') return true;
  return facts.second !== undefined && (frames ?? segments?.livePattern) !== undefined;
}

/**
 * Whether the source's own video can be cut into segments that are short enough. Browsers show H.265 seldom: it is
 * kept as it is only where a second stream serves the live view.
 */
export function canCopyVideo(facts: SourceFacts, seconds: number): boolean {
  const copied = facts.videoCodec === 'hevc' ? facts.second?.videoCodec : facts.videoCodec;
  if (copied !== 'h264') return false;
  return facts.keyframeGapMs === undefined || seconds * 1000 + facts.keyframeGapMs <= maxSegmentMs;
}

type Segments = NonNullable<PlanRequest['segments']>;

function segmentOptions(segments: Segments, { video, sound }: StreamPlaces, request: PlanRequest): string[] {
  const pictures = ['-map', video, ...(segments.encode ? encodeVideo : copyVideo(request.facts))];
  const besideOther = segments.livePattern !== undefined;
  const options = videoFileOptions(segments, { ...request, sound, video: pictures, besideOther });
  return [...options, '-segment_list', 'pipe:3', '-segment_list_type', 'flat'];
}

/** With the sound of the first stream: the second need not have any. */
function liveOptions(
  segments: Segments,
  { second, video, sound }: StreamPlaces,
  request: PlanRequest,
): string[] {
  const pictures = ['-map', second ?? video, '-c:v', 'copy'];
  return videoFileOptions(segments, { ...request, sound, video: pictures, aheadSeconds, besideOther: true });
}

/**
 * `select` passes the first picture of each time slot at once; the fps filter would hold it back for the next
 * one and double pictures over a hole. The fifo drops pictures when nobody reads: a busy reader must never
 * hold up the recording.
 */
function frameOptions(frames: NonNullable<PlanRequest['frames']>, { second, video }: StreamPlaces): string[] {
  const { fps, width, height } = frames;
  const slot = `isnan(prev_t)+gt(floor(t*${fps}),floor(prev_t*${fps}))`;
  const waited = second === undefined ? '' : `,setpts=PTS+${1 / fps + aheadSeconds}/TB`;
  return [
    ...['-map', second ?? video, '-an', '-vf', `select='${slot}',scale=${width}:${height}${waited}`],
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
