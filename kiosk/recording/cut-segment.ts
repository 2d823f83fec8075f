import { readFile, writeFile } from 'node:fs/promises';
import type { VideoSegment } from '../../device-drivers/camera/camera.ts';
import { type Fragment, readFragments } from '../../device-drivers/camera/fragments.ts';
import { segmentTimes } from '../../device-drivers/camera/segment-times.ts';
import { AppError } from '../../sync/base/errors.ts';
import type { Stretch } from './stretch.ts';

/**
 * Writes the part of a segment that shows `wanted` into a file of its own, playable alone: its header, and the
 * fragments from the last keyframe at or before `wanted` to its end. Two lessons that meet within a segment each get
 * one; both show the moment where they meet. `mark` makes their bytes differ, for video is known by its digest.
 */
export async function cutSegment(
  segment: VideoSegment,
  wanted: Stretch,
  { file, mark }: { readonly file: string; readonly mark: string },
): Promise<VideoSegment> {
  const fragments = await readFragments(segment.file);
  const mediaZeroAt = segment.startAt - (fragments.find(hasPicture)?.startMs ?? 0);
  const chosen = choose(fragments, {
    startAt: wanted.startAt - mediaZeroAt,
    endAt: wanted.endAt - mediaZeroAt,
  });
  const times = segmentTimes(chosen, mediaZeroAt);
  if (!times) throw new AppError('invalid_input', 'the segment shows nothing of the lesson');
  const bytes = await readFile(segment.file);
  const header = bytes.subarray(0, fragments[0]?.startByte);
  const video = bytes.subarray(chosen[0]?.startByte, chosen.at(-1)?.endByte);
  await writeFile(file, Buffer.concat([header, video, freeBox(mark)]), { mode: 0o600 });
  const { whole: _, ...stretch } = times;
  return { file, ...stretch };
}

function hasPicture({ startMs }: Fragment): boolean {
  return startMs !== undefined;
}

/** `wanted` in the run's own time, ms. */
function choose(fragments: readonly Fragment[], wanted: Stretch): readonly Fragment[] {
  const startsBy = (at: number) => (f: Fragment) => f.startMs !== undefined && f.startMs <= at;
  const first = fragments.findLastIndex((f) => f.independent && startsBy(wanted.startAt)(f));
  const last = fragments.findLastIndex(startsBy(wanted.endAt));
  return fragments.slice(Math.max(0, first), last + 1);
}

/** ISO/IEC 14496-12, clause 8.1.2: players pass over it. */
function freeBox(text: string): Buffer {
  const content = Buffer.from(text, 'latin1');
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length, 0);
  head.write('free', 4, 'latin1');
  return Buffer.concat([head, content]);
}
