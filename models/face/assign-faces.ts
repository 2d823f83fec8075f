import type { Box, FaceFound } from './analyser.ts';
import { centreOf, distanceBetween, overlap } from './box.ts';
import type { FaceTrack } from './face-track.ts';
import { tracking } from './thresholds.ts';

export interface Assignment {
  readonly face: FaceFound;
  /** Undefined when the face is nobody's who was seen before. */
  readonly track: FaceTrack | undefined;
}

/** Gives each face to the track that was nearest to its place; the closest pairs first, each once. */
export function assignFaces(
  tracks: readonly FaceTrack[],
  faces: readonly FaceFound[],
): readonly Assignment[] {
  const pairs = tracks.flatMap((track) =>
    faces.map((face) => ({ track, face, step: stepBetween(track.face.box, face.box) })),
  );
  const taken = new Map<FaceFound, FaceTrack>();
  const used = new Set<FaceTrack>();
  for (const { track, face, step } of pairs.toSorted((a, b) => a.step - b.step)) {
    if (step === Number.POSITIVE_INFINITY || taken.has(face) || used.has(track)) continue;
    taken.set(face, track);
    used.add(track);
  }
  return faces.map((face) => ({ face, track: taken.get(face) }));
}

/** How far a face moved, in heights of the larger box; infinite when it is too far to be the same face. */
function stepBetween(before: Box, now: Box): number {
  const step = distanceBetween(centreOf(before), centreOf(now)) / Math.max(before.height, now.height);
  const near = step <= tracking.maxStep || overlap(before, now) >= tracking.minOverlap;
  return near ? step : Number.POSITIVE_INFINITY;
}
