import type { Clock } from '../../sync/base/clock.ts';
import { messageOf } from '../../sync/base/errors.ts';
import { randomId } from '../../sync/base/ids.ts';
import type { Logger } from '../../sync/base/log.ts';
import type { AccountRole, Actor } from '../../sync/contract/accounts.ts';
import type { CameraName } from '../../sync/contract/lesson-records.ts';
import type { LiveViewState } from '../../sync/contract/live.ts';
import type { Deed } from '../storage/journal-store.ts';
import { tooManyViews, viewOver } from './live-faults.ts';
import type { LiveFeed } from './live-feed.ts';
import type { LiveFeeds } from './live-feeds.ts';

/** A player asks every second or two; one that is silent for so long has gone without a word. */
const goneAfterMs = 8_000;
const viewsOfOne = 32;
const viewsInAll = 200;

/** One reviewer before one camera of one class, from opening to leaving. */
interface LiveView {
  readonly id: string;
  readonly user: string;
  readonly role: AccountRole;
  readonly class: string;
  readonly camera: CameraName;
  /** The kiosks of the class; the first that listens is watched. */
  readonly devices: readonly string[];
  readonly beganAt: number;
  feed: LiveFeed | undefined;
  /** Monotonic, of its newest request. */
  seenAt: number;
  sawPictures: boolean;
}

interface Parts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly writeDown: (deed: Deed) => Promise<void>;
}

/** Who watches. Nothing is watched without an entry in the journal. */
export class LiveViews {
  readonly #parts: Parts;
  readonly #feeds: LiveFeeds;
  readonly #views = new Map<string, LiveView>();

  constructor(feeds: LiveFeeds, parts: Parts) {
    this.#feeds = feeds;
    this.#parts = parts;
  }

  /** Gives the view's id. Throws `too_many_tries`. */
  async open(order: Pick<LiveView, 'user' | 'role' | 'class' | 'camera' | 'devices'>): Promise<string> {
    const views = [...this.#views.values()];
    const mine = views.filter(({ user }) => user === order.user);
    if (views.length >= viewsInAll || mine.length >= viewsOfOne) throw tooManyViews();
    const { clock, writeDown } = this.#parts;
    const id = randomId('view');
    const at = clock.now();
    const { class: classId, camera } = order;
    const deed = { at, by: actorOf(order), action: 'live-view-began', class: classId };
    const view = { ...order, id, beganAt: at, feed: undefined, seenAt: clock.mono(), sawPictures: false };
    // Its place is taken at once: others may ask while this is written down.
    this.#views.set(id, view);
    await writeDown({ ...deed, data: { view: id, camera } }).catch((error: unknown) => {
      this.#views.delete(id);
      throw error;
    });
    if (this.#views.has(id)) this.#bind(view);
    return id;
  }

  /** A view that goes on, of this user and class; it is seen by that. Throws `not_found`. */
  find(id: string, user: string, classId: string): LiveView {
    const view = this.#views.get(id);
    if (view?.user !== user || view.class !== classId) throw viewOver();
    view.seenAt = this.#parts.clock.mono();
    return view;
  }

  stateOf(view: LiveView): LiveViewState {
    this.#bind(view);
    const { feed } = view;
    const connected = feed !== undefined && this.#feeds.channels.isOpen(feed.device);
    return { state: connected ? feed.state : 'not-connected', kioskAt: feed?.kioskAt ?? null };
  }

  /** A view keeps its kiosk, unless that is gone and another one of the class listens. */
  #bind(view: LiveView): void {
    const { channels } = this.#feeds;
    if (view.feed && channels.isOpen(view.feed.device)) return;
    const device = view.devices.find((id) => channels.isOpen(id));
    if (device !== undefined) view.feed = this.#feeds.watch(device, view.camera);
  }

  async close(view: LiveView): Promise<void> {
    if (!this.#views.delete(view.id)) return;
    const { clock, writeDown } = this.#parts;
    const { id, class: classId, camera, beganAt, sawPictures } = view;
    const at = clock.now();
    const deed = { at, by: actorOf(view), action: 'live-view-ended', class: classId };
    await writeDown({ ...deed, data: { view: id, camera, durationMs: at - beganAt, sawPictures } });
  }

  /** Ends the views that nobody has asked for of late, and the feeds that no view is left of. */
  async sweep(): Promise<void> {
    const now = this.#parts.clock.mono();
    const gone = [...this.#views.values()].filter(({ seenAt }) => now - seenAt > goneAfterMs);
    await this.#closeThese(gone);
    const watched = new Set([...this.#views.values()].map(({ feed }) => feed));
    for (const feed of this.#feeds.all()) if (!watched.has(feed)) this.#feeds.end(feed);
  }

  async closeAll(): Promise<void> {
    await this.#closeThese([...this.#views.values()]);
    for (const feed of this.#feeds.all()) this.#feeds.end(feed);
  }

  async #closeThese(views: readonly LiveView[]): Promise<void> {
    const ended = await Promise.allSettled(views.map((view) => this.close(view)));
    for (const one of ended) {
      if (one.status === 'rejected') {
        this.#parts.log.error({ err: messageOf(one.reason) }, 'the end of a view could not be written down');
      }
    }
  }
}

function actorOf({ user, role }: Pick<LiveView, 'user' | 'role'>): Actor {
  return { kind: 'account', user, role };
}
