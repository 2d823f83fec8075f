import type { Clock } from '../../sync/base/clock.ts';
import { randomId } from '../../sync/base/ids.ts';
import type { CameraName } from '../../sync/contract/lesson-records.ts';
import type { LiveOrder } from '../../sync/contract/live.ts';
import { ControlChannels } from './control-channels.ts';
import { LiveFeed } from './live-feed.ts';

/** Every feed that is watched. However many watch it, the kiosk is asked for it once. */
export class LiveFeeds {
  readonly channels: ControlChannels;
  readonly #clock: Clock;
  readonly #feeds = new Map<string, LiveFeed>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.channels = new ControlChannels((device) => this.#ordersFor(device));
  }

  /** Asks the kiosk for it if nobody watches it yet. */
  watch(device: string, camera: CameraName): LiveFeed {
    const known = [...this.#feeds.values()].find((feed) => feed.device === device && feed.camera === camera);
    if (known) return known;
    const feed = new LiveFeed(randomId('feed'), { device, camera }, this.#clock);
    this.#feeds.set(feed.id, feed);
    this.channels.tell(device);
    return feed;
  }

  /** Undefined when this kiosk was not asked for it, or no longer. */
  find(device: string, id: string): LiveFeed | undefined {
    const feed = this.#feeds.get(id);
    return feed?.device === device ? feed : undefined;
  }

  all(): readonly LiveFeed[] {
    return [...this.#feeds.values()];
  }

  /** Nobody watches it any more: the kiosk is told to stop. */
  end(feed: LiveFeed): void {
    this.#feeds.delete(feed.id);
    feed.end();
    this.channels.tell(feed.device);
  }

  #ordersFor(device: string): LiveOrder[] {
    return this.all()
      .filter((feed) => feed.device === device)
      .map(({ id, camera }) => ({ feed: id, camera }));
  }
}
