import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Run {
  readonly seconds: number;
  readonly size?: string;
  readonly sound?: boolean;
  /** Pictures that are shown in another order than they are decoded in, as a camera's own encoder may send them. */
  readonly reordered?: boolean;
  readonly codec?: 'h264' | 'hevc';
}

const encoders = {
  h264: ['libx264'],
  hevc: ['libx265', '-x265-params', 'log-level=error', '-tag:v', 'hvc1'],
} as const;

/** Segments of two seconds as a camera's recorder writes them: fMP4 on the run's own timeline. */
export class MadeSegments {
  readonly dir = mkdtempSync(join(tmpdir(), 'keqin-film-'));

  /** Files of one run of ffmpeg, in order. */
  run(
    name: string,
    { seconds, size = '160x90', sound = false, reordered = false, codec = 'h264' }: Run,
  ): string[] {
    const tone = sound ? ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'] : [];
    const format = ['movflags=+empty_moov+default_base_moof+frag_keyframe+frag_discont+skip_trailer'];
    format.push('frag_duration=500000', 'avoid_negative_ts=disabled');
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-y', '-nostdin', '-f', 'lavfi', '-i', `testsrc2=s=${size}:r=25`, ...tone],
      ...[
        '-t',
        String(seconds),
        '-map',
        '0:v',
        '-c:v',
        ...encoders[codec],
        '-preset',
        'ultrafast',
        '-g',
        '25',
      ],
      ...[
        '-pix_fmt',
        'yuv420p',
        '-bf',
        reordered ? '2' : '0',
        ...(sound ? ['-map', '1:a', '-c:a', 'aac'] : []),
      ],
      ...['-f', 'segment', '-segment_time', '2', '-segment_format', 'mp4'],
      ...['-segment_format_options', format.join(':'), '-avoid_negative_ts', 'disabled'],
      ...['-metadata', `comment=${name}`, join(this.dir, `${name}-%03d.mp4`)],
    ]);
    const files = readdirSync(this.dir).filter((file) => file.startsWith(`${name}-`));
    return files.sort().map((file) => join(this.dir, file));
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

interface Probed {
  readonly durationSec: number;
  readonly pictures: number;
  readonly codec: string;
  readonly tag: string;
}

/** What ffprobe counts of a whole film, decoding every picture; throws when it complains of anything. */
export function probe(file: string): Probed {
  const args = ['-v', 'warning', '-count_frames', '-select_streams', 'v:0', '-of', 'json'];
  const show = ['-show_entries', 'format=duration:stream=nb_read_frames,codec_name,codec_tag_string'];
  const text = execFileSync('sh', ['-c', 'exec ffprobe "$@" 2>&1', 'sh', ...args, ...show, file], {
    encoding: 'utf8',
  });
  const { format, streams } = JSON.parse(text);
  const { nb_read_frames: pictures, codec_name: codec, codec_tag_string: tag } = streams[0];
  return { durationSec: Number(format.duration), pictures: Number(pictures), codec, tag };
}
