import type { Clock } from '../../sync/base/clock.ts';
import type { CameraName } from '../../sync/contract/lesson-records.ts';
import type { LivePushAnswer, LiveViewState } from '../../sync/contract/live.ts';
import type { LivePush, LivePushFragment } from '../../sync/transport/control-push.ts';
import { oddTimes, tooMuchVideo } from './live-faults.ts';
import { LiveRing } from './live-ring.ts';
import { PushBudget } from './push-budget.ts';

/** A kiosk sends twice a second. */
const silentAfterMs = 6_000;
const longestFragmentMs = 30_000;
/** Of so many pushes the fastest tells the difference of the clocks. */
const skewsKept = 20;

/** What one camera of one kiosk pushes while somebody watches. */
export class LiveFeed {
  readonly id: string;
  readonly device: string;
  readonly camera: CameraName;
  readonly ring = new LiveRing();
  readonly #clock: Clock;
  readonly #budget: PushBudget;
  readonly #waiting = new Set<(ended: boolean) => void>();
  #cameraState: LivePush['camera'] = 'ready';
  #newsAt: number;
  #hasPictures = false;
  /** How much later than the kiosk's clock ours showed when a push was here, of the newest pushes. */
  #skews: readonly number[] = [];

  constructor(id: string, { device, camera }: { device: string; camera: CameraName }, clock: Clock) {
    this.id = id;
    this.device = device;
    this.camera = camera;
    this.#clock = clock;
    this.#budget = new PushBudget(clock);
    this.#newsAt = clock.mono();
  }

  /** Takes what was pushed, but for what is here already. Throws `too_many_tries`, `invalid_input`. */
  take({ camera, sentAt, run, init, fragments }: LivePush): LivePushAnswer {
    if (!this.#budget.take(init.length + sizeOf(fragments))) throw tooMuchVideo();
    if (!fragments.every(hasSaneTimes)) throw oddTimes();
    this.#cameraState = camera;
    this.#skews = [...this.#skews, this.#clock.now() - sentAt].slice(-skewsKept);
    if (run === null) return { needsInit: false };
    if (init.length > 0) this.ring.begin(run, init);
    if (!this.ring.knows(run)) return { needsInit: true };
    const taken = fragments.filter((fragment) => this.ring.add(fragment));
    if (taken.length > 0) this.#tellPictures();
    return { needsInit: false };
  }

  #tellPictures(): void {
    this.#hasPictures = true;
    this.#newsAt = this.#clock.mono();
    for (const look of [...this.#waiting]) look(false);
  }

  /** Resolves when the playlist reaches so far, or after `mostMs`, or at the feed's end. */
  async until(msn: number, part: number | undefined, mostMs: number): Promise<void> {
    if (this.ring.reaches(msn, part)) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      const look = (ended: boolean) => (ended || this.ring.reaches(msn, part)) && done();
      const timer = setTimeout(done, mostMs);
      this.#waiting.add(look);
    });
  }

  /** Lets go whoever waits. */
  end(): void {
    for (const look of [...this.#waiting]) look(true);
  }

  get state(): LiveViewState['state'] {
    if (this.#cameraState !== 'ready') return `camera-${this.#cameraState}`;
    const silent = this.#clock.mono() - this.#newsAt > silentAfterMs;
    if (silent) return 'silent';
    return this.#hasPictures ? 'live' : 'waiting';
  }

  /** What the kiosk's clock shows now; null before it has spoken. */
  get kioskAt(): number | null {
    return this.#skews.length === 0 ? null : this.#clock.now() - Math.min(...this.#skews);
  }
}

const sizeOf = (fragments: readonly LivePushFragment[]): number =>
  fragments.reduce((sum, { bytes }) => sum + bytes.length, 0);
const hasSaneTimes = ({ startAt, endAt }: LivePushFragment): boolean =>
  endAt > startAt && endAt - startAt <= longestFragmentMs;
