import type { FaceFound } from '../../models/face/analyser.ts';
import { normalise } from '../../models/face/embedding.ts';

/** Embeddings as dlib's are spread: strangers at a cosine of about 0.85, one person's pictures at about 0.98. */
export function madeUpPeople(seed: number): {
  person(): Float32Array;
  pictureOf(person: Float32Array): Float32Array;
} {
  const random = lehmer(seed);
  const noise = () =>
    normalise(Float32Array.from({ length: 128 }, () => random() + random() + random() - 1.5));
  const common = noise();
  const near = (centre: Float32Array, distance: number) => {
    const around = noise();
    return normalise(centre.map((value, i) => value + distance * (around[i] ?? 0)));
  };
  return { person: () => near(common, 0.42), pictureOf: (person) => near(person, 0.15) };
}

/** A face of the given place and embedding; without an embedding it is turned away. */
export function madeUpFace(embedding?: Float32Array, x = 100): FaceFound {
  const face = { box: { x, y: 80, width: 90, height: 120 }, confidence: 0.9 };
  if (embedding === undefined) return { ...face, yawDegrees: 50, unfit: 'turned-away' };
  return { ...face, yawDegrees: 0, sharpness: 0.03, embedding };
}

/** Park and Miller's generator: 0 … 1, the same for the same seed. */
function lehmer(seed: number): () => number {
  let state = seed % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
