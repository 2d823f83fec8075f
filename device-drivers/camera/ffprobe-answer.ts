import type { SourceFacts } from './source-facts.ts';

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
