import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveFragment } from '../../device-drivers/camera/camera.ts';
import { readFragments } from '../../device-drivers/camera/fragments.ts';
import type { LivePushFragment } from '../../sync/transport/control-push.ts';

const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=10'];
const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '10', '-pix_fmt', 'yuv420p', '-bf', '0'];
const movflags = ['-movflags', 'empty_moov+default_base_moof+frag_keyframe', '-frag_duration', '500000'];

/** Real fMP4 as a camera gives it: half a second a fragment, a keyframe each second, its first picture at `startAt`. */
export async function liveFilm(
  seconds: number,
  startAt: number,
  run = 'r1',
): Promise<readonly LiveFragment[]> {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-live-'));
  const file = join(dir, 'film.mp4');
  const quiet = ['-nostdin', '-loglevel', 'error'];
  execFileSync('ffmpeg', [...quiet, ...picture, '-t', String(seconds), ...codec, ...movflags, file]);
  const bytes = readFileSync(file);
  const fragments = await readFragments(file);
  rmSync(dir, { recursive: true });
  const init = bytes.subarray(0, fragments[0]?.startByte ?? 0);
  return fragments.map(({ startByte, endByte, startMs = 0, picturesMs, independent = false }) => {
    const from = Math.round(startAt + startMs);
    const endAt = Math.round(from + picturesMs.reduce((sum, ms) => sum + ms, 0));
    return { run, init, bytes: bytes.subarray(startByte, endByte), startAt: from, endAt, independent };
  });
}

/** A fragment of no real video: half a second from `startAt`. */
export function madeUpPart(startAt: number, change: Partial<LivePushFragment> = {}): LivePushFragment {
  return { startAt, endAt: startAt + 500, independent: false, bytes: Buffer.alloc(100), ...change };
}

/** The same with what a camera adds. */
export function madeUpFragment(startAt: number, change: Partial<LiveFragment> = {}): LiveFragment {
  return { run: 'r1', init: Buffer.from('init of r1'), ...madeUpPart(startAt), ...change };
}
