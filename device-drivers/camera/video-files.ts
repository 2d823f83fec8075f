import { basename } from 'node:path';
import type { CameraSource } from './source.ts';
import type { SourceFacts } from './source-facts.ts';

/**
 * A fragment ends with the first picture after so long, and a killed process loses the open one. Measured at 25
 * pictures a second (`npm run bench -- record-kill`): 0.5 s loses up to 0.51 s, 0.3 s 0.36 s, 0.2 s 0.26 s.
 */
export const fragmentMs = 300;
/** ffmpeg writes some 0.15 s later what it takes from two streams: a killed process must not lose more for it. */
const fragmentOfTwoMs = 200;

export interface VideoFiles {
  /** Path of the files, with a counter such as `%06d`. */
  readonly pattern: string;
  readonly seconds: number;
}

export interface Streams {
  /** Whose pictures, and how they come by their codec. */
  readonly video: readonly string[];
  /** Where the sound is. */
  readonly sound: string;
  readonly source: CameraSource;
  readonly facts: SourceFacts;
  /** Another file is made of another stream by the same process. */
  readonly besideOther: boolean;
  /** So much later ffmpeg takes pictures and sound to be while it chooses what to read next, seconds. */
  readonly aheadSeconds?: number;
}

/** ffmpeg's options for a row of fragmented mp4 files. */
export function videoFileOptions({ pattern, seconds }: VideoFiles, streams: Streams): string[] {
  // frag_discont and avoid_negative_ts=disabled keep the run's own timeline in every file; without them each
  // file starts at 0 and a stall between two of them cannot be seen.
  const format = [
    'movflags=+empty_moov+default_base_moof+frag_keyframe+frag_discont+skip_trailer',
    `frag_duration=${(streams.besideOther ? fragmentOfTwoMs : fragmentMs) * 1_000}`,
    'flush_packets=1',
    'avoid_negative_ts=disabled',
  ];
  const { aheadSeconds: ahead = 0 } = streams;
  return [
    ...streams.video,
    ...(ahead > 0 ? ['-bsf:v', later(ahead)] : []),
    ...audioOptions(streams),
    ...(ahead > 0 ? ['-output_ts_offset', String(-ahead)] : []),
    ...['-f', 'segment', '-segment_time', String(seconds), '-segment_format', 'mp4'],
    ...['-segment_format_options', format.join(':'), '-avoid_negative_ts', 'disabled'],
    // A film played twice must not give the same bytes twice: a segment is known by its digest.
    ...['-metadata', `comment=${basename(pattern)}`],
  ];
}

/** Players, Safari above all, take H.265 only by this name. */
export const copyVideo = ({ videoCodec }: SourceFacts): string[] =>
  videoCodec === 'hevc' ? ['-c:v', 'copy', '-tag:v', 'hvc1'] : ['-c:v', 'copy'];

/**
 * Frames keep the source's uneven times (a fine time base, no frame doubled); no B-frames, so order is time, and no
 * look-ahead, which a killed process would lose. A dark, noisy room must not fill the disk.
 */
export const encodeVideo = [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-bf', '0', '-pix_fmt', 'yuv420p'],
  ...['-maxrate', '4M', '-bufsize', '8M'],
  ...['-force_key_frames', 'expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+1))'],
  ...['-fps_mode', 'vfr', '-enc_time_base', '1:90000'],
];

function audioOptions({ source, facts, sound, aheadSeconds: ahead = 0 }: Streams): string[] {
  if (facts.audioCodec === undefined) return ['-an'];
  const map = ['-map', sound];
  const live = source.kind !== 'file';
  const copied = [...(live ? [evenTimes] : []), ...(ahead > 0 ? [later(ahead)] : [])];
  if (facts.audioCodec === 'aac')
    return [...map, '-c:a', 'copy', ...(copied.length > 0 ? ['-bsf:a', copied.join(',')] : [])];
  const followTimes = [
    ...(live ? ['aresample=async=1000'] : []),
    ...(ahead > 0 ? [`asetpts=PTS+${ahead}/TB`] : []),
  ];
  return [...map, ...(followTimes.length > 0 ? ['-af', followTimes.join(',')] : []), ...encodeSound];
}

const encodeSound = ['-c:a', 'aac', '-b:a', '64k'];

const later = (seconds: number) => `setts=ts=TS+${seconds}/TB`;

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
