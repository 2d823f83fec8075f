import { type FileHandle, open } from 'node:fs/promises';
import { type Box, boxAt } from './mp4-box.ts';
import { readFragment } from './read-fragment.ts';
import { readTracks, type TrackHeader } from './read-tracks.ts';
import type { Sample, SegmentMedia, SegmentTrack } from './segment-media.ts';
import { unreadable } from './unreadable.ts';

/** Holds a fragment's head, as a rule, and the head of what follows it. */
const windowBytes = 4_096;
/** The head of ten seconds of video has a few kilobytes; whoever sends more is no camera. */
const largestHeadBytes = 1_048_576;
const mostFragments = 2_000;
/** A stall may lie inside. */
const longestSec = 600;
/** Durations have 32 bits in the film's tables, cameras some 90,000 ticks a second. */
const finestTimescale = 2 ** 32 / longestSec;

/**
 * Reads where the samples of a segment lie: heads of boxes only, never pictures. Kiosks send these files, so nothing
 * in them is believed: throws `invalid_input` for what is no fragmented mp4 or says of itself what cannot be.
 */
export async function readSegment(file: string): Promise<SegmentMedia> {
  const handle = await open(file, 'r');
  try {
    return await readMedia(handle);
  } finally {
    await handle.close();
  }
}

async function readMedia(handle: FileHandle): Promise<SegmentMedia> {
  const { size: fileBytes } = await handle.stat();
  let tracks: readonly TrackHeader[] = [];
  const samples = new Map<number, Sample[]>();
  let fragments = 0;
  let fragment: Head | undefined;
  for await (const head of heads(handle, fileBytes)) {
    if (head.box.type === 'moov') tracks = readTracks(head.bytes, head.box);
    // A fragment counts when its pictures follow whole: a crash may have cut the last one.
    if (head.box.type === 'mdat' && fragment) readFragment({ ...fragment, fileBytes }, tracks, samples);
    fragment = head.box.type === 'moof' ? head : undefined;
    if (fragment && ++fragments > mostFragments) throw unreadable('too many fragments');
  }
  const ofKind = (kind: TrackHeader['kind']): SegmentTrack | undefined => {
    const track = tracks.find((one) => one.kind === kind);
    const own = track && samples.get(track.id);
    return own && own.length > 0 ? believable({ ...track, samples: own }) : undefined;
  };
  return { video: ofKind('video'), audio: ofKind('audio') };
}

/** A segment is seconds long; one that claims hours would stretch the whole film. */
function believable(track: SegmentTrack): SegmentTrack {
  if (track.timescale > finestTimescale) throw unreadable('ticks too fine');
  const times = track.samples.map(({ decodeAt }) => decodeAt);
  const last = track.samples.at(-1)?.duration ?? 0;
  const spanSec = (Math.max(...times) + last - Math.min(...times)) / track.timescale;
  if (spanSec > longestSec) throw unreadable('pictures hours apart');
  return track;
}

interface Head {
  readonly bytes: Buffer;
  /** Inside `bytes`. */
  readonly box: Box;
  /** Where it begins in the file. */
  readonly fileAt: number;
}

/** The whole boxes of a file; of `moov` and `moof` all bytes. What the file's end cuts off is left out. */
async function* heads(handle: FileHandle, fileBytes: number): AsyncGenerator<Head> {
  let window: Buffer = Buffer.alloc(0);
  let windowAt = 0;
  const load = async (at: number, length: number) => {
    const bytes = Buffer.alloc(Math.min(length, fileBytes - at));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, at);
    window = bytes.subarray(0, bytesRead);
    windowAt = at;
  };
  for (let fileAt = 0; fileAt < fileBytes; ) {
    if (fileAt < windowAt || fileAt + 16 > windowAt + window.length) await load(fileAt, windowBytes);
    let box = boxAt(window, fileAt - windowAt);
    if (!box || windowAt + box.end > fileBytes) return;
    if ((box.type === 'moov' || box.type === 'moof') && box.end > window.length) {
      const length = box.end - box.start;
      if (length > largestHeadBytes) throw unreadable('a head too large');
      await load(fileAt, length + 16);
      box = boxAt(window, 0);
      if (!box || box.end > window.length) return;
    }
    yield { bytes: window, box, fileAt };
    fileAt = windowAt + box.end;
  }
}
