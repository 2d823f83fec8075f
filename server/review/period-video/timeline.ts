import type { SegmentMedia, SegmentTrack } from './segment-media.ts';

/** A segment of the film, and where its file begins among the bytes of all files. */
export interface PlacedSegment {
  readonly media: SegmentMedia;
  readonly fileAt: number;
}

/** Samples of one track of the film, as columns; times in its ticks, offsets among the bytes of all files. */
export interface FilmTrack {
  readonly kind: 'video' | 'audio';
  readonly timescale: number;
  readonly width: number;
  readonly height: number;
  /** Codec and its parameters, the same for all of it. */
  readonly entry: Buffer;
  readonly decodeAt: readonly number[];
  readonly shownAfter: readonly number[];
  readonly sizes: readonly number[];
  /** Numbers of the samples that decoding can begin at, from 1. */
  readonly syncs: readonly number[];
  readonly chunks: readonly Chunk[];
  /** End of the last sample. */
  readonly endAt: number;
}

/** Samples that lie behind one another in one file. */
interface Chunk {
  readonly offset: number;
  readonly count: number;
}

/** Where a segment stands in the film, seconds. Null for one that shows nothing. */
export type FilmPlace = { readonly fromSec: number; readonly toSec: number } | null;

/** Segments of one run of the camera follow one another to a tick; what is further apart is a hole or a new run. */
const sameRunSec = 0.1;

/**
 * Pure: one timeline of segments that have the same parameters (`filmParts`). Inside a run of the camera its own times are kept, so that sound stays with
 * the picture; holes between segments are left out, and a run begins where the one before it ended.
 */
export function filmTimeline(segments: readonly PlacedSegment[]): {
  readonly tracks: readonly FilmTrack[];
  readonly places: readonly FilmPlace[];
} {
  const tracks = { video: new TrackBuilder('video'), audio: new TrackBuilder('audio') };
  let shiftSec = 0;
  let runEndsSec: number | undefined;
  let endSec = 0;
  const places = segments.map(({ media, fileAt }): FilmPlace => {
    const span = spanOf(media);
    if (!span) return null;
    const goesOn = runEndsSec !== undefined && Math.abs(span.fromSec - runEndsSec) <= sameRunSec;
    if (!goesOn) shiftSec = endSec - span.firstSec;
    runEndsSec = span.toSec;
    if (media.video) tracks.video.add(media.video, shiftSec, fileAt);
    if (media.audio) tracks.audio.add(media.audio, shiftSec, fileAt);
    endSec = Math.max(tracks.video.endSec, tracks.audio.endSec);
    return { fromSec: span.fromSec + shiftSec, toSec: span.toSec + shiftSec };
  });
  return { tracks: [tracks.video, tracks.audio].flatMap((track) => track.build() ?? []), places };
}

/** By the pictures: the sound of one segment may reach a little into the next. `firstSec` is where either begins. */
function spanOf({ video, audio }: SegmentMedia) {
  const leading = video ?? audio;
  if (!leading) return undefined;
  const { startSec: fromSec, endSec: toSec } = secondsOf(leading);
  const firstSec = Math.min(fromSec, audio ? secondsOf(audio).startSec : fromSec);
  return { fromSec, toSec, firstSec };
}

function secondsOf({ samples, timescale }: SegmentTrack) {
  const [first, last] = [samples[0], samples.at(-1)];
  const endAt = last ? last.decodeAt + last.duration : 0;
  return { startSec: (first?.decodeAt ?? 0) / timescale, endSec: endAt / timescale };
}

class TrackBuilder {
  readonly #kind: FilmTrack['kind'];
  readonly #decodeAt: number[] = [];
  readonly #shownAfter: number[] = [];
  readonly #sizes: number[] = [];
  readonly #syncs: number[] = [];
  readonly #chunks: { offset: number; count: number; endsAt: number }[] = [];
  #first: SegmentTrack | undefined;
  #endAt = 0;

  constructor(kind: FilmTrack['kind']) {
    this.#kind = kind;
  }

  get count(): number {
    return this.#sizes.length;
  }

  get endSec(): number {
    return this.#endAt / (this.#first?.timescale ?? 1);
  }

  add(track: SegmentTrack, shiftSec: number, fileAt: number): void {
    this.#first ??= track;
    const scale = this.#first.timescale / track.timescale;
    const shift = Math.round(shiftSec * this.#first.timescale);
    for (const { offset, size, decodeAt, shownAfter, isSync, duration } of track.samples) {
      // Each sample lasts until the next one: where runs meet, the last of the one before is stretched.
      const earliest = this.count === 0 ? 0 : (this.#decodeAt.at(-1) ?? 0) + 1;
      const at = Math.max(earliest, Math.round(decodeAt * scale) + shift);
      this.#decodeAt.push(this.count === 0 ? 0 : at);
      this.#shownAfter.push(Math.round(shownAfter * scale));
      this.#sizes.push(size);
      if (isSync) this.#syncs.push(this.#sizes.length);
      this.#endAt = at + Math.max(1, Math.round(duration * scale));
      this.#place(fileAt + offset, size);
    }
  }

  build(): FilmTrack | undefined {
    if (!this.#first) return undefined;
    const { timescale, width, height, entry } = this.#first;
    return {
      ...{ kind: this.#kind, timescale, width, height, entry },
      ...{ decodeAt: this.#decodeAt, shownAfter: this.#shownAfter },
      ...{ sizes: this.#sizes, syncs: this.#syncs, chunks: this.#chunks, endAt: this.#endAt },
    };
  }

  #place(offset: number, size: number): void {
    const last = this.#chunks.at(-1);
    if (last && last.endsAt === offset) {
      last.count += 1;
      last.endsAt += size;
    } else {
      this.#chunks.push({ offset, count: 1, endsAt: offset + size });
    }
  }
}
