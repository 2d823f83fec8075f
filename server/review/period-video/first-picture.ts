import { open } from 'node:fs/promises';
import type { Sample, SegmentTrack } from './segment-media.ts';
import { readSegment } from './segment-samples.ts';
import { filmTimeline } from './timeline.ts';
import { filmHeader } from './write-moov.ts';

/** A keyframe of 8K has a few megabytes. */
const largestBytes = 16 * 1024 * 1024;

/**
 * The segment's first keyframe as an mp4 of our own making; undefined when there is none. Who decodes it gets no box
 * of the kiosk's file but the codec's parameters. Throws `invalid_input` for a file that cannot be read.
 */
export async function firstPicture(file: string): Promise<Buffer | undefined> {
  const { video } = await readSegment(file);
  const sample = video?.samples.find(({ isSync }) => isSync);
  if (!video || !sample || sample.size > largestBytes) return undefined;
  const media = { video: alone(video, sample), audio: undefined };
  const { tracks } = filmTimeline([{ media, fileAt: 0 }]);
  return Buffer.concat([filmHeader(tracks, sample.size), await bytesOf(file, sample)]);
}

/** It begins where our header ends, and stands for a second. */
function alone(track: SegmentTrack, sample: Sample): SegmentTrack {
  const first = { ...sample, offset: 0, decodeAt: 0, shownAfter: 0, duration: track.timescale };
  return { ...track, samples: [first] };
}

async function bytesOf(file: string, { offset, size }: Sample): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const bytes = Buffer.alloc(size);
    await handle.read(bytes, 0, size, offset);
    return bytes;
  } finally {
    await handle.close();
  }
}
