import { cosine, meanEmbedding } from './embedding.ts';
import { tracking } from './thresholds.ts';

/**
 * The average of a face over frames. A frame unlike the average so far is set aside; when enough of them follow one
 * another and are like each other, somebody else has taken the place.
 */
export class FaceAverage {
  readonly #accepted: Float32Array[] = [];
  #aside: Float32Array[] = [];

  constructor(embeddings: readonly Float32Array[]) {
    this.#accepted.push(...embeddings);
  }

  /** Frames averaged. */
  get frames(): number {
    return this.#accepted.length;
  }

  get mean(): Float32Array {
    return meanEmbedding(this.#accepted);
  }

  /** Takes a frame in. Returns the frames of the other person when somebody else has taken the place. */
  add(embedding: Float32Array): readonly Float32Array[] | undefined {
    if (this.#accepted.length === 0 || cosine(this.mean, embedding) >= tracking.minSamePerson) {
      this.#accepted.push(embedding);
      this.#aside = [];
      if (this.#accepted.length > tracking.maxAveragedFrames) this.#accepted.shift();
      return undefined;
    }
    this.#aside = this.#aside.filter((other) => cosine(other, embedding) >= tracking.minSamePerson);
    this.#aside.push(embedding);
    return this.#aside.length >= tracking.framesToBreak ? this.#aside : undefined;
  }
}
