import type { SegmentMedia, SegmentTrack } from './segment-media.ts';

/**
 * Pure: segments in order, cut wherever the codec's parameters change (the camera came back with another resolution).
 * An mp4 may list several parameter sets, but Chromium's page crashes on such a file: so each is a file of its own.
 * A segment that shows nothing goes with those before it.
 */
export function filmParts<T extends { readonly media: SegmentMedia }>(
  segments: readonly T[],
): readonly T[][] {
  const parts: T[][] = [];
  let entries: Entries = {};
  for (const segment of segments) {
    const own = entriesOf(segment.media);
    const part = parts.at(-1);
    if (part && agree(entries.video, own.video) && agree(entries.audio, own.audio)) {
      part.push(segment);
      entries = { ...entries, ...own };
    } else {
      parts.push([segment]);
      entries = own;
    }
  }
  return parts;
}

interface Entries {
  readonly video?: Buffer;
  readonly audio?: Buffer;
}

function entriesOf({ video, audio }: SegmentMedia): Entries {
  return { ...entryOf('video', video), ...entryOf('audio', audio) };
}

function entryOf(kind: keyof Entries, track: SegmentTrack | undefined): Entries {
  return track ? { [kind]: track.entry } : {};
}

function agree(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a === undefined || b === undefined || a.equals(b);
}
