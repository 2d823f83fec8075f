import type { Frame } from '../../../device-drivers/camera/camera.ts';
import type { PictureFault } from '../../../sync/contract/lesson-records.ts';
import { LoopWatch } from './loop-watch.ts';
import { type PictureSignature, signatureOf } from './signature.ts';
import { StillWatch } from './still-watch.ts';

/** About two samples a second, whatever the camera gives. */
const sampleMs = 450;
/** After a hole in the pictures what came before tells nothing any more. */
const holeMs = 3_000;
/** A dark slide, a hand that wipes the lens: a fault lasts longer. */
const faultMs = 10_000;
/** A picture that shows something outweighs so many before it that show nothing: glimpses do not make a lesson. */
const glimpseWeight = 3;
/** However long it showed nothing, so many pictures that do (3.5 s) are no glimpse any more. */
const mostWeight = 7 * glimpseWeight;
/** So long the picture must be well again. */
const wellMs = 5_000;
/** No block of the picture is brighter, luma of 255: even a dark room in which a film is shown has a bright spot. */
const blackLevel = 40;
/** Share of edges below which nothing is in focus: a lens under a hand, a cap, a cloth. A bare wall has more. */
const coveredDetail = 0.004;

export interface FaultNow {
  readonly fault: PictureFault;
  /** Epoch ms. */
  readonly since: number;
}

/** Judges one camera's pictures, one after the other: does what they show exclude a lesson? */
export class PictureJudge {
  readonly #still = new StillWatch();
  readonly #loop = new LoopWatch();
  #lastAt = Number.NEGATIVE_INFINITY;
  /** Since when the picture has been black or covered, but for glimpses; `fault` once that is believed. */
  #blind: (Partial<FaultNow> & { readonly since: number; readonly weight: number }) | undefined;
  #lastGood: PictureSignature | undefined;
  #fault: FaultNow | undefined;
  #lastSeenAt = 0;

  /** The fault that lasts; undefined while there is none. */
  add(frame: Frame): FaultNow | undefined {
    if (frame.at - this.#lastAt < sampleMs && frame.at >= this.#lastAt) return this.#fault;
    if (Math.abs(frame.at - this.#lastAt) > holeMs) this.#beginAnew();
    this.#lastAt = frame.at;
    const seen = this.#look(signatureOf(frame));
    if (seen && (!this.#fault || this.#fault.fault !== seen.fault)) this.#fault = seen;
    if (seen) this.#lastSeenAt = frame.at;
    else if (frame.at - this.#lastSeenAt >= wellMs) this.#fault = undefined;
    return this.#fault;
  }

  #look(sample: PictureSignature): FaultNow | undefined {
    const blind = blindness(sample);
    if (blind) return this.#lookBlind(blind, sample.at);
    this.#noteSight();
    this.#lastGood = sample;
    const stillSince = this.#still.add(sample);
    const loopedSince = this.#loop.add(sample);
    if (stillSince !== undefined) return { fault: 'frozen', since: stillSince };
    return loopedSince === undefined ? undefined : { fault: 'looped', since: loopedSince };
  }

  /**
   * What is black stands still, too: that must not be said of what comes after it. Nor may a moment of it hide a loop:
   * it is passed over, and takes its time.
   */
  #lookBlind(kind: 'black' | 'covered', at: number): FaultNow | undefined {
    const { since, fault = kind, weight: before } = this.#blind ?? { since: at, weight: 0 };
    const weight = Math.min(mostWeight, before + 1);
    if (at - since >= faultMs) {
      this.#blind = { fault, since, weight };
      this.#forget();
      return { fault, since };
    }
    this.#blind = { since, weight };
    if (this.#lastGood) this.#loop.add({ ...this.#lastGood, at });
    return undefined;
  }

  #noteSight(): void {
    const weight = (this.#blind?.weight ?? 0) - glimpseWeight;
    this.#blind = this.#blind && weight > 0 ? { ...this.#blind, weight } : undefined;
  }

  #beginAnew(): void {
    this.#forget();
    this.#blind = undefined;
  }

  #forget(): void {
    this.#still.reset();
    this.#loop.reset();
    this.#lastGood = undefined;
  }
}

/** Whether one picture shows nothing at all, and how. */
export function blindness({ blocks, detail }: PictureSignature): 'black' | 'covered' | undefined {
  if (blocks.every((block) => block < blackLevel)) return 'black';
  return detail < coveredDetail ? 'covered' : undefined;
}
