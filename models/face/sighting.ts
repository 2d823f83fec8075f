import type { FaceFound } from './analyser.ts';

/** What a track of one face came to. Instants are those of the frames, epoch ms. */
export type Sighting = RecognisedSighting | UnknownSighting | UnfitSighting;

interface SightingBase {
  /** Counts up from 1; one face in one visit. */
  readonly trackId: number;
  readonly firstSeenAt: number;
  readonly decidedAt: number;
}

interface RecognisedSighting extends SightingBase {
  readonly kind: 'recognised';
  readonly id: string;
  /** Cosine of the averaged embedding with the person's template, and the distance to the second best. */
  readonly score: number;
  readonly margin: number;
  /** Fit frames that were averaged. */
  readonly frames: number;
}

interface UnknownSighting extends SightingBase {
  readonly kind: 'unknown';
  readonly bestScore: number;
  readonly frames: number;
}

/** A hint, not a decision: the track may still be recognised when the face becomes fit. */
export interface UnfitSighting extends SightingBase {
  readonly kind: 'unfit';
  readonly reason: NonNullable<FaceFound['unfit']>;
}
