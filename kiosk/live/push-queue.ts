import type { LiveFragment } from '../../device-drivers/camera/camera.ts';

/** What a viewer would see so late is not live: then the newest keyframe is gone on with. */
const mostMs = 4_000;
/** Less than the server takes at once. */
const mostBytes = 3 * 1024 * 1024;
const mostFragments = 40;

/** Fragments of one run that go together. */
export interface PushBatch {
  readonly run: string;
  readonly init: Buffer;
  readonly fragments: readonly LiveFragment[];
}

/** Fragments that wait for the link; on a link that is too slow they are skipped, never kept. */
export class PushQueue {
  #fragments: LiveFragment[] = [];
  #needsKeyframe = true;
  /** Sound that came without a picture: it takes no time of its own, and goes with the next picture. */
  #sound: LiveFragment | undefined;

  get isEmpty(): boolean {
    return this.#fragments.length === 0;
  }

  add(fragment: LiveFragment): void {
    const whole = this.#withSound(fragment);
    if (!whole || (this.#needsKeyframe && !whole.independent)) return;
    this.#needsKeyframe = false;
    this.#fragments.push(whole);
    this.#skipOld();
  }

  #withSound(fragment: LiveFragment): LiveFragment | undefined {
    const sound = this.#sound?.run === fragment.run ? [this.#sound.bytes] : [];
    const whole =
      sound.length > 0 ? { ...fragment, bytes: Buffer.concat([...sound, fragment.bytes]) } : fragment;
    const hasPicture = fragment.endAt > fragment.startAt;
    this.#sound = hasPicture ? undefined : whole;
    return hasPicture ? whole : undefined;
  }

  /** The oldest of one run, taken out; undefined when none wait. */
  take(): PushBatch | undefined {
    const first = this.#fragments[0];
    if (!first) return undefined;
    let sizeBytes = 0;
    const end = this.#fragments.findIndex((fragment, index) => {
      sizeBytes += fragment.bytes.length;
      return fragment.run !== first.run || index === mostFragments || (index > 0 && sizeBytes > mostBytes);
    });
    const fragments = this.#fragments.splice(0, end < 0 ? this.#fragments.length : end);
    return { run: first.run, init: first.init, fragments };
  }

  /** It did not arrive, and goes first again, if it is not too old by now. */
  putBack({ fragments }: PushBatch): void {
    this.#fragments.unshift(...fragments);
    this.#skipOld();
  }

  #skipOld(): void {
    const from = this.#fragments[0]?.startAt ?? 0;
    const ms = (this.#fragments.at(-1)?.endAt ?? 0) - from;
    const sizeBytes = this.#fragments.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (ms <= mostMs && sizeBytes <= mostBytes) return;
    const keyframe = this.#fragments.findLastIndex(({ independent }) => independent);
    // A keyframe that is itself the oldest leaves nothing to skip to.
    this.#fragments = keyframe > 0 ? this.#fragments.slice(keyframe) : [];
    this.#needsKeyframe = this.isEmpty;
  }
}
