import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A folder for one test file; `remove` deletes it. */
export function scratchDir(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-camera-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

const programs = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' };

/** Runs ffmpeg to its end and returns nothing; a failure throws. */
function ffmpeg(...args: string[]): void {
  execFileSync(programs.ffmpeg, ['-v', 'error', '-y', ...args]);
}

/** A moving test picture of 320×240 at 25 frames a second, a keyframe each second, with a tone if asked. */
export function makeClip(
  file: string,
  seconds: number,
  { sound = false, codec = 'h264' }: { readonly sound?: boolean; readonly codec?: 'h264' | 'hevc' } = {},
): void {
  const tone = sound ? ['-f', 'lavfi', '-i', `sine=d=${seconds}`, '-c:a', 'aac'] : [];
  const picture = ['-f', 'lavfi', '-i', `testsrc2=s=320x240:r=25:d=${seconds}`];
  const hevc = ['libx265', '-x265-params', 'log-level=error', '-tag:v', 'hvc1'];
  const encoder = ['-c:v', ...(codec === 'hevc' ? hevc : ['libx264'])];
  ffmpeg(...picture, ...tone, ...encoder, '-preset', 'ultrafast', '-g', '25', file);
}

/** The same clip as fragmented mp4, a fragment each second. */
export function makeFragmented(clip: string, file: string): void {
  ffmpeg(
    '-i',
    clip,
    '-c',
    'copy',
    '-movflags',
    'empty_moov+default_base_moof+frag_keyframe+skip_trailer',
    file,
  );
}

/** Decodes a film of 25 frames a second in full, by itself: how many seconds it holds. Throws when it is not clean. */
export async function playedSeconds(file: string): Promise<number> {
  const args = ['-v', 'error', '-count_frames', '-select_streams', 'v:0'];
  const show = ['-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0'];
  const { stdout, stderr } = await promisify(execFile)(programs.ffprobe, [...args, ...show, file]);
  if (stderr !== '') throw new Error(stderr);
  return Number.parseInt(stdout, 10) / 25;
}

/** Codec and name (`hvc1`, `avc1`) of the pictures in a file. */
export function videoCodec(file: string): string {
  const args = ['-v', 'error', '-select_streams', 'v:0', '-of', 'csv=p=0'];
  const show = ['-show_entries', 'stream=codec_name,codec_tag_string'];
  return execFileSync(programs.ffprobe, [...args, ...show, file], { encoding: 'utf8' }).trim();
}

/** Ids of the processes that name `text` on their command line and whose program is ffmpeg. */
export function ffmpegPids(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return line[0]?.endsWith('ffmpeg') && line.some((argument) => argument.includes(text));
      } catch {
        return false;
      }
    })
    .map(Number);
}
