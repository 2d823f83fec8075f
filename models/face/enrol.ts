import type { FaceFound } from './analyser.ts';
import { cosine, meanEmbedding } from './embedding.ts';
import { enrolment } from './thresholds.ts';

/** A fit face of one of the frames taken for enrolment. */
interface Candidate {
  readonly embedding: Float32Array;
  readonly yawDegrees: number;
}

export type EnrolmentChoice =
  | {
      readonly kind: 'enrolled';
      /** What to keep: a gallery makes the mean template of them. */
      readonly embeddings: readonly Float32Array[];
      /** The lowest cosine of one picture with the mean of the others, 0 … 1. */
      readonly consistency: number;
      /** From the leftmost to the rightmost turn of the head, degrees. */
      readonly yawSpreadDegrees: number;
    }
  | { readonly kind: 'refused'; readonly reason: 'too-few-good' | 'several-faces' | 'inconsistent' };

/**
 * Chooses what to enrol a person with, out of the faces of a series of frames: fit, sharp, and as differently turned
 * as there are. Refuses when frames show several faces that could be meant, or the pictures are not of one person.
 */
export function chooseForEnrolment(frames: readonly (readonly FaceFound[])[]): EnrolmentChoice {
  if (frames.filter((faces) => fitFaces(faces).length > 1).length > frames.length / 4) {
    return { kind: 'refused', reason: 'several-faces' };
  }
  const candidates = frames.flatMap((faces) => (fitFaces(faces).length === 1 ? sharpFaces(faces) : []));
  if (candidates.length < enrolment.minEmbeddings) return { kind: 'refused', reason: 'too-few-good' };
  if (consistencyOf(candidates) < enrolment.minConsistency)
    return { kind: 'refused', reason: 'inconsistent' };
  const chosen = spreadByYaw(candidates, enrolment.maxEmbeddings);
  const yaws = chosen.map((face) => face.yawDegrees);
  return {
    kind: 'enrolled',
    embeddings: chosen.map((face) => face.embedding),
    consistency: consistencyOf(chosen),
    yawSpreadDegrees: Math.max(...yaws) - Math.min(...yaws),
  };
}

function fitFaces(faces: readonly FaceFound[]): readonly FaceFound[] {
  return faces.filter((face) => face.embedding !== undefined);
}

function sharpFaces(faces: readonly FaceFound[]): readonly Candidate[] {
  return faces.flatMap(({ embedding, yawDegrees, sharpness = 0 }) =>
    embedding !== undefined && sharpness >= enrolment.minSharpness ? [{ embedding, yawDegrees }] : [],
  );
}

/** How like the others the least like picture is. */
function consistencyOf(faces: readonly Candidate[]): number {
  const scores = faces.map((face) => {
    const others = faces.filter((other) => other !== face).map((other) => other.embedding);
    return cosine(meanEmbedding(others), face.embedding);
  });
  return Math.min(...scores);
}

/** At most `count` faces, their yaws as evenly apart as they can be. */
function spreadByYaw(faces: readonly Candidate[], count: number): readonly Candidate[] {
  const byYaw = faces.toSorted((a, b) => a.yawDegrees - b.yawDegrees);
  if (byYaw.length <= count) return byYaw;
  const first = byYaw[0]?.yawDegrees ?? 0;
  const range = (byYaw.at(-1)?.yawDegrees ?? 0) - first;
  const chosen = new Set<Candidate>();
  for (let i = 0; i < count; i++) {
    const wanted = first + (range * i) / (count - 1);
    const left = byYaw.filter((face) => !chosen.has(face));
    const [nearest] = left.toSorted(
      (a, b) => Math.abs(a.yawDegrees - wanted) - Math.abs(b.yawDegrees - wanted),
    );
    if (nearest !== undefined) chosen.add(nearest);
  }
  return [...chosen];
}
