import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VideoSegment } from './camera.ts';
import { readFragments } from './fragments.ts';
import { segmentTimes } from './segment-times.ts';
import { syncPath } from './sync-path.ts';
import { untornFragments } from './torn.ts';

/*
 * The spool folder of one camera:
 *   r1795243687305-3fa94c-000012.mp4    the run's thirteenth segment
 *   r1795243687305-3fa94c.zero          epoch ms of media time 0 of that run, where it is another
 *   r1795243687305-3fa94c-live-000012.mp4   video for the live view alone, where segments are H.265
 * A run is one ffmpeg process; its name begins with the epoch ms of its start, which is media time 0 of a live
 * source. When a played file begins is known only later.
 */
const segmentName = /^(r(\d+)-[0-9a-f]+)-(\d{6})\.mp4$/;
const liveName = /^r\d+-[0-9a-f]+-live-\d{6}\.mp4$/;
const zeroName = /^(r\d+-[0-9a-f]+)\.zero$/;

export interface SpooledSegment {
  readonly file: string;
  readonly run: string;
  readonly runStartAt: number;
}

export function newRunName(startAt: number): string {
  return `r${startAt}-${randomBytes(3).toString('hex')}`;
}

/** Where the segment muxer writes; a `%` in the folder's name is no counter. */
export function segmentPattern(dir: string, run: string): string {
  return join(dir.replaceAll('%', '%%'), `${run}-%06d.mp4`);
}

export function segmentFile(dir: string, run: string, counter: number): string {
  return join(dir, `${run}-${String(counter).padStart(6, '0')}.mp4`);
}

export function livePattern(dir: string, run: string): string {
  return segmentPattern(dir, `${run}-live`);
}

export function liveFile(dir: string, run: string, counter: number): string {
  return segmentFile(dir, `${run}-live`, counter);
}

/** Resolves when the note would survive a power cut. */
export async function writeMediaZero(dir: string, run: string, mediaZeroAt: number): Promise<void> {
  const note = join(dir, `${run}.zero`);
  await writeFile(note, String(mediaZeroAt));
  await syncPath(note);
  await syncPath(dir);
}

/** Epoch ms of the run's media time 0: as noted by the run, else the start of its process. */
export async function readMediaZero(dir: string, segment: SpooledSegment): Promise<number> {
  const text = await readFile(join(dir, `${segment.run}.zero`), 'utf8').catch(() => '');
  return /^\d{13}$/.test(text) ? Number(text) : segment.runStartAt;
}

/**
 * The segments in the folder, oldest first. Makes the folder; drops the notes of runs that left nothing, and what was
 * only ever live. No ffmpeg writes there at that time.
 */
export async function listSpool(dir: string): Promise<SpooledSegment[]> {
  await mkdir(dir, { recursive: true });
  const entries = await readdir(dir, { withFileTypes: true });
  // Whoever opens a pipe waits until somebody fills it, and a link may lead to any film.
  const names = entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
  const segments = names.flatMap((name) => {
    const [, run, startAt] = segmentName.exec(name) ?? [];
    return run ? [{ file: join(dir, name), run, runStartAt: Number(startAt) }] : [];
  });
  const runs = new Set(segments.map((segment) => segment.run));
  const idle = names.filter((name) => !runs.has(zeroName.exec(name)?.[1] ?? name) && zeroName.test(name));
  const dropped = [...idle, ...names.filter((name) => liveName.test(name))];
  await Promise.all(dropped.map((name) => unlink(join(dir, name))));
  return segments;
}

/**
 * Cuts a file that ffmpeg did not finish after its last whole fragment, and reads its times.
 * A file without a single picture is deleted: undefined.
 * @param afterCrash the machine may have lost its power: what was never written is looked for, too
 */
export async function finishSegment(
  file: string,
  mediaZeroAt: number,
  { afterCrash = false } = {},
): Promise<(VideoSegment & { whole: boolean }) | undefined> {
  const found = await readFragments(file);
  const fragments = afterCrash ? await untornFragments(file, found) : found;
  const times = segmentTimes(fragments, mediaZeroAt);
  if (!times) {
    await unlink(file);
    return undefined;
  }
  const endByte = fragments.at(-1)?.endByte ?? 0;
  if ((await stat(file)).size > endByte) await truncate(file, endByte);
  return { file, ...times };
}
