import type { FileHandle } from 'node:fs/promises';
import { messageOf } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';
import type { LiveFragment } from './camera.ts';
import { type Fragment, fragmentsIn } from './fragments.ts';
import { boxesOfFile, readBytes } from './mp4-boxes.ts';
import { type VideoTrack, videoTrackIn } from './video-track.ts';

export interface LiveFragmentsSetup {
  readonly run: string;
  readonly log: Logger;
  /** Epoch ms of media time 0. */
  readonly mediaZeroAt: () => number;
  /** Whether anybody listens: else nothing is read. */
  readonly wanted: () => boolean;
  readonly onFragment: (fragment: LiveFragment) => void;
}

/** A file that is being written; undefined while it is not made. */
interface WrittenFile {
  readonly handle: FileHandle | undefined;
}

/** How far one file was read. */
interface Place {
  readonly handle: FileHandle;
  readonly init: Buffer;
  readonly track: VideoTrack;
  at: number;
}

/** Reads whole fragments out of the file that is being written, and of the next one when that is closed. */
export class LiveFragments {
  readonly #setup: LiveFragmentsSetup;
  #queue: Promise<void> = Promise.resolve();
  #place: Place | undefined;
  #init: Buffer | undefined;
  #inits = 0;
  #endAt = 0;

  constructor(setup: LiveFragmentsSetup) {
    this.#setup = setup;
  }

  /** Gives out what is new in the file. Resolves when it is read; the file may be closed then. */
  read(file: WrittenFile): Promise<void> {
    if (!this.#setup.wanted()) this.#place = undefined;
    else this.#queue = this.#queue.then(() => this.#readOn(file)).catch((error: unknown) => this.#say(error));
    return this.#queue;
  }

  async #readOn({ handle }: WrittenFile): Promise<void> {
    if (!handle) return;
    const joins = this.#place === undefined;
    if (this.#place?.handle !== handle) this.#place = await beginOf(handle);
    const place = this.#place;
    if (!place) return;
    const fragments = fragmentsIn(handle, boxesOfFile(handle, place.at), place.track);
    place.at = fragments.at(-1)?.endByte ?? place.at;
    for (const fragment of joins ? fromLastKeyframe(fragments) : fragments) {
      const bytes = await readBytes(handle, fragment.startByte, fragment.endByte);
      this.#setup.onFragment(this.#liveFragment(fragment, place.init, bytes));
    }
  }

  #liveFragment(fragment: Fragment, init: Buffer, bytes: Buffer): LiveFragment {
    const { startMs, picturesMs, independent = false } = fragment;
    // Sound without a picture takes no time of the picture's.
    const startAt = startMs === undefined ? this.#endAt : Math.round(this.#setup.mediaZeroAt() + startMs);
    this.#endAt = Math.round(startAt + picturesMs.reduce((sum, ms) => sum + ms, 0));
    return { run: this.#runOf(init), init, bytes, startAt, endAt: this.#endAt, independent };
  }

  /** Whoever plays the fragments of one run reads `init` once. */
  #runOf(init: Buffer): string {
    if (!this.#init?.equals(init)) {
      this.#init = init;
      this.#inits += 1;
    }
    return this.#inits === 1 ? this.#setup.run : `${this.#setup.run}.${this.#inits}`;
  }

  #say(error: unknown): void {
    this.#place = undefined;
    this.#setup.log.error({ fault: messageOf(error) }, 'live fragments could not be read');
  }
}

/** Undefined while the file's header is not written. */
async function beginOf(handle: FileHandle): Promise<Place | undefined> {
  const moov = boxesOfFile(handle).find(({ type }) => type === 'moov');
  if (!moov) return undefined;
  const init = await readBytes(handle, 0, moov.end);
  const track = videoTrackIn(init.subarray(moov.start));
  return track && { handle, init, track, at: moov.end };
}

/** Who begins to watch sees a picture at once. */
function fromLastKeyframe(fragments: readonly Fragment[]): readonly Fragment[] {
  return fragments.slice(
    Math.max(
      0,
      fragments.findLastIndex(({ independent }) => independent),
    ),
  );
}
