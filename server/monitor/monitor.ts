import type { Clock } from '../../sync/base/clock.ts';
import type { Logger } from '../../sync/base/log.ts';
import type { Deed } from '../storage/journal-store.ts';
import { LiveFeeds } from './live-feeds.ts';
import { LiveViews } from './live-views.ts';

/** Well below what proxies let a silent answer live; a kiosk gives up after two that did not come. */
const heartbeatMs = 10_000;
/** Also how long a feed outlives its last viewer, who may be back at once. */
const sweepMs = 2_000;

interface MonitorParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly writeDown: (deed: Deed) => Promise<void>;
}

/**
 * The live view: kiosks hold a channel to us; while reviewers watch, they push what they film, and it goes on to
 * the viewers from memory. Nothing of it is stored but who watched when.
 */
export class Monitor {
  readonly feeds: LiveFeeds;
  readonly views: LiveViews;
  #timers: readonly NodeJS.Timeout[] = [];

  constructor(parts: MonitorParts) {
    this.feeds = new LiveFeeds(parts.clock);
    this.views = new LiveViews(this.feeds, parts);
  }

  start(): void {
    this.#timers = [
      setInterval(() => this.feeds.channels.tellAll(), heartbeatMs),
      setInterval(() => void this.views.sweep(), sweepMs),
    ];
  }

  /** Views that go on are written down as ended now. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.views.closeAll();
    this.feeds.channels.close();
  }
}
