import type { PictureSignature } from './signature.ts';

/** Pictures are compared across this many samples: further apart than a camera's keyframes, which are all anew. */
const nearest = 20;
const furthest = 40;
/** So many of the newest 20 samples must repeat an earlier one. */
const repeatsNeeded = 12;
/** A block that moves by more than this between two pictures has a person or a light in it, levels. */
const movedLevels = 1.5;
/**
 * Share of pixels that may differ at all. Measured through x264 at a low bitrate: noise of one level changes 24 %, a
 * real sensor's 43 % and more; a still picture 15 % while the encoder settles, and none afterwards.
 */
const samePixels = 0.15;

/**
 * Notices a picture that stands still: not only does nothing move, the noise itself repeats. A room in which nobody
 * moves does not look like that: each keyframe has its own noise. Samples come about two a second.
 */
export class StillWatch {
  #samples: PictureSignature[] = [];
  #repeats: boolean[] = [];

  /** Epoch ms since when the picture stands still; undefined while it does not. */
  add(sample: PictureSignature): number | undefined {
    const earlier = this.#samples.slice(0, Math.max(0, this.#samples.length - nearest));
    const moved = this.#samples.some(({ blocks }) => hasMoved(blocks, sample.blocks));
    this.#repeats.push(!moved && earlier.some(({ pixels }) => !differ(pixels, sample.pixels)));
    this.#samples.push(sample);
    if (this.#samples.length > furthest) this.#samples.shift();
    if (this.#repeats.length > nearest) this.#repeats.shift();
    const count = this.#repeats.filter(Boolean).length;
    return count >= repeatsNeeded ? this.#samples[0]?.at : undefined;
  }

  reset(): void {
    this.#samples = [];
    this.#repeats = [];
  }
}

function hasMoved(a: Float32Array, b: Float32Array): boolean {
  return a.some((block, index) => Math.abs(block - (b[index] ?? 0)) > movedLevels);
}

function differ(a: Uint8Array, b: Uint8Array): boolean {
  const most = a.length * samePixels;
  let different = a.length === b.length ? 0 : most + 1;
  for (let i = 0; i < a.length && different <= most; i += 1) if (a[i] !== b[i]) different += 1;
  return different > most;
}
