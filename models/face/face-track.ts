import type { FaceFound } from './analyser.ts';
import { FaceAverage } from './face-average.ts';
import type { Gallery } from './gallery.ts';
import type { Sighting } from './sighting.ts';
import { tracking } from './thresholds.ts';

export interface FaceTrack {
  readonly id: number;
  readonly firstSeenAt: number;
  readonly average: FaceAverage;
  lastSeenAt: number;
  face: FaceFound;
  firstFitAt: number | undefined;
  /** Since when every frame was unfit. */
  unfitSinceAt: number | undefined;
  hinted: boolean;
  decided: boolean;
}

export function beginTrack(
  id: number,
  face: FaceFound,
  at: number,
  embeddings: readonly Float32Array[] = [],
): FaceTrack {
  return {
    id,
    firstSeenAt: at,
    average: new FaceAverage(embeddings),
    lastSeenAt: at,
    face,
    firstFitAt: embeddings.length > 0 ? at : undefined,
    unfitSinceAt: undefined,
    hinted: false,
    decided: false,
  };
}

/** Takes the track's face of this frame in. Returns the other person's frames when somebody else took the place. */
export function followFace(
  track: FaceTrack,
  face: FaceFound,
  at: number,
): readonly Float32Array[] | undefined {
  track.face = face;
  track.lastSeenAt = at;
  if (face.embedding === undefined) {
    track.unfitSinceAt ??= at;
    return undefined;
  }
  track.unfitSinceAt = undefined;
  track.firstFitAt ??= at;
  return track.average.add(face.embedding);
}

/** What can be said of the track now; undefined when nothing new. */
export function judgeTrack(track: FaceTrack, gallery: Gallery, at: number): Sighting | undefined {
  if (track.decided) return undefined;
  const base = { trackId: track.id, firstSeenAt: track.firstSeenAt, decidedAt: at };
  const unfit = track.face.unfit;
  if (unfit !== undefined) {
    if (track.hinted || at - (track.unfitSinceAt ?? at) < tracking.unfitAfterMs) return undefined;
    track.hinted = true;
    return { ...base, kind: 'unfit', reason: unfit };
  }
  const { frames } = track.average;
  if (frames < tracking.minFrames) return undefined;
  const match = gallery.match(track.average.mean);
  const id = gallery.decide(match);
  track.decided = id !== undefined || lookedLongEnough(track, at);
  if (id !== undefined)
    return { ...base, kind: 'recognised', id, score: match.score, margin: match.margin, frames };
  return track.decided ? { ...base, kind: 'unknown', bestScore: match.score, frames } : undefined;
}

function lookedLongEnough(track: FaceTrack, at: number): boolean {
  const lookedMs = at - (track.firstFitAt ?? at);
  return track.average.frames >= tracking.unknownAfterFrames || lookedMs >= tracking.unknownAfterMs;
}
