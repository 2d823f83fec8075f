import type { Camera, Frame } from '../../device-drivers/camera/camera.ts';
import type { Clock } from '../../sync/base/clock.ts';
import { AppError } from '../../sync/base/errors.ts';
import { collectFragments } from './collect-fragments.ts';
import { decodePictures } from './decode-pictures.ts';

/** Pictures of the room at the camera's full size: its frames are scaled down for other uses. */
export interface RoomPictures {
  /** Up to `count` pictures filmed from now on, 0.7 s apart. Throws when the camera gives none, or `signal` ends it. */
  take(count: number, signal: AbortSignal): Promise<Frame[]>;
}

const everyMs = 700;
/** Cameras set a keyframe every few seconds; a camera that gives none for so long is out of order. */
const timeoutMs = 15_000;

/** Decodes a stretch of the very video that is recorded: the camera is opened once, and nothing runs in between. */
export class FragmentPictures implements RoomPictures {
  readonly #watch: NonNullable<Camera['watchFragments']>;
  readonly #clock: Clock;

  constructor(watch: NonNullable<Camera['watchFragments']>, clock: Clock) {
    this.#watch = watch;
    this.#clock = clock;
  }

  async take(count: number, signal: AbortSignal): Promise<Frame[]> {
    const lengthMs = (count - 1) * everyMs + 1;
    const wanted = { notBefore: this.#clock.now(), lengthMs, timeoutMs, signal };
    const stretch = await collectFragments(this.#watch, wanted);
    if (!stretch)
      throw new AppError('device_timeout', 'The room camera gave no picture.', { retryable: true });
    const pictures = await decodePictures(stretch.mp4, { count, everyMs });
    return pictures.map((picture, i) => ({ ...picture, at: Math.round(stretch.startAt + i * everyMs) }));
  }
}
