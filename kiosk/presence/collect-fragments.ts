import type { Camera, LiveFragment } from '../../device-drivers/camera/camera.ts';

export interface Stretch {
  /** `ftyp` + `moov`, then fragments that follow each other; the first picture is a keyframe. */
  readonly mp4: Buffer;
  /** Epoch ms of its first picture. */
  readonly startAt: number;
}

export interface StretchWanted {
  /** Nothing that was filmed before this, epoch ms. */
  readonly notBefore: number;
  readonly lengthMs: number;
  /** Given up after so long, or when this says so. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A stretch of the video that the camera is writing now; undefined when none comes. Keyframes may be seconds apart. */
export function collectFragments(
  watch: NonNullable<Camera['watchFragments']>,
  { notBefore, lengthMs, timeoutMs, signal }: StretchWanted,
): Promise<Stretch | undefined> {
  return new Promise((resolve) => {
    let taken: LiveFragment[] = [];
    const finish = (stretch: Stretch | undefined) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      stop();
      resolve(stretch);
    };
    const giveUp = () => finish(undefined);
    const timer = setTimeout(giveUp, timeoutMs);
    signal.addEventListener('abort', giveUp);
    const stop = watch((fragment) => {
      taken = follow(taken, fragment, notBefore);
      const first = taken[0];
      if (first && fragment.endAt - first.startAt >= lengthMs) finish(joined(first, taken));
    });
  });
}

/** The fragments with this one, which is dropped while no keyframe came; a new run begins anew. */
function follow(taken: LiveFragment[], fragment: LiveFragment, notBefore: number): LiveFragment[] {
  const continues = taken.length > 0 && taken[0]?.run === fragment.run;
  if (continues) return [...taken, fragment];
  return fragment.independent && fragment.startAt >= notBefore ? [fragment] : [];
}

function joined(first: LiveFragment, all: readonly LiveFragment[]): Stretch {
  return { mp4: Buffer.concat([first.init, ...all.map(({ bytes }) => bytes)]), startAt: first.startAt };
}
