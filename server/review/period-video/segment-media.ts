import type { TrackHeader } from './read-tracks.ts';

/** One picture, or one packet of sound. Times in ticks of its track. */
export interface Sample {
  /** Where its bytes lie in the segment's file. */
  readonly offset: number;
  readonly size: number;
  readonly decodeAt: number;
  /** Shown this much after it is decoded. */
  readonly shownAfter: number;
  readonly isSync: boolean;
  /** As its fragment says; only the last of a film keeps it. */
  readonly duration: number;
}

export interface SegmentTrack extends TrackHeader {
  readonly samples: readonly Sample[];
}

/** The segment's first track of pictures, and of sound when it has any. */
export interface SegmentMedia {
  readonly video: SegmentTrack | undefined;
  readonly audio: SegmentTrack | undefined;
}
