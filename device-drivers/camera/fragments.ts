import { type FileHandle, open } from 'node:fs/promises';
import { boxesOfFile, type Mp4Box, readBox } from './mp4-boxes.ts';
import { picturesIn } from './track-fragment.ts';
import { type VideoTrack, videoTrackIn } from './video-track.ts';

/** One whole `moof` + `mdat` of a fragmented mp4, with the video in it. */
export interface Fragment {
  readonly startByte: number;
  readonly endByte: number;
  /** Decode time of its first picture in the run's own time, ms; absent when it holds sound only. */
  readonly startMs?: number;
  /** How long each picture stands, ms. */
  readonly picturesMs: readonly number[];
  /** Whether its first picture is a keyframe, so that video can begin here; absent when it holds sound only. */
  readonly independent?: boolean;
  /** The pictures' bytes, counted from `startByte`; absent where they lie scattered. */
  readonly video?: { readonly offset: number; readonly sizeBytes: number };
}

/**
 * The whole fragments of a file, in order, up to the first that is cut off or damaged. What a power cut leaves after
 * the last bytes that were synced may be zeros, or anything.
 */
export async function readFragments(file: string): Promise<Fragment[]> {
  const handle = await open(file, 'r');
  try {
    const boxes = boxesOfFile(handle);
    const moov = boxes.find((box) => box.type === 'moov');
    const track = moov && videoTrackIn(readBox(handle, moov));
    return track ? fragmentsIn(handle, boxes, track) : [];
  } catch (error) {
    // A header that contradicts itself is no header: the file holds nothing that could be played.
    if (error instanceof RangeError) return [];
    throw error;
  } finally {
    await handle.close();
  }
}

/** The fragments among a stretch of a file's boxes. */
export function fragmentsIn(handle: FileHandle, boxes: readonly Mp4Box[], track: VideoTrack): Fragment[] {
  const fragments: Fragment[] = [];
  for (const [index, moof] of boxes.entries()) {
    const mdat = boxes[index + 1];
    if (moof.type !== 'moof' || mdat?.type !== 'mdat') continue;
    // Old blocks of the disk may follow the end of a damaged file, and look like more of it.
    if (fragments.length > 0 && fragments.at(-1)?.endByte !== moof.start) break;
    const pictures = picturesOf(handle, moof, track);
    if (pictures === 'damaged') break;
    fragments.push({ startByte: moof.start, endByte: mdat.end, picturesMs: [], ...pictures });
  }
  return fragments.map(withoutUntimedPicture);
}

/**
 * ffmpeg knows no time of the first packet of a camera and takes 0, the start of its process, for it: that picture is
 * put just before the second one, where it was.
 */
function withoutUntimedPicture(fragment: Fragment): Fragment {
  const [first = 0, second = 0, ...others] = fragment.picturesMs;
  if (fragment.startMs !== 0 || first <= 2 * second) return fragment;
  return { ...fragment, startMs: first - second, picturesMs: [second, second, ...others] };
}

function picturesOf(handle: FileHandle, moof: Mp4Box, track: VideoTrack) {
  try {
    return picturesIn(readBox(handle, moof), track);
  } catch (error) {
    if (error instanceof RangeError) return 'damaged';
    throw error;
  }
}
