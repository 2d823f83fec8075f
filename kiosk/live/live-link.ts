import type { Camera } from '../../device-drivers/camera/camera.ts';
import type { CameraName } from '../../sync/contract/lesson-records.ts';
import type { LiveOrder } from '../../sync/contract/live.ts';
import { ControlChannel } from '../../sync/transport/control-channel.ts';
import type { ServerLink } from '../../sync/transport/server-link.ts';
import { LivePusher, type PusherParts } from './live-pusher.ts';

interface LiveLinkParts extends PusherParts {
  readonly link: Pick<ServerLink, 'openControl' | 'pushLive'>;
  readonly cameras: { readonly [camera in CameraName]?: Camera };
  /** Whether the server knows this kiosk. */
  readonly mayOpen: () => boolean;
  /** For tests. */
  readonly silenceMs?: number;
  readonly retryMs?: number;
}

/** Holds the channel to the server, and pushes what is watched there: as many feeds as orders, each once. */
export class LiveLink {
  readonly #parts: LiveLinkParts;
  readonly #channel: ControlChannel;
  readonly #pushers = new Map<string, LivePusher>();
  readonly #closing = new Set<Promise<void>>();

  constructor(parts: LiveLinkParts) {
    this.#parts = parts;
    this.#channel = new ControlChannel({ ...parts, onOrders: (orders) => this.#obey(orders) });
  }

  start(): void {
    this.#channel.start();
  }

  async close(): Promise<void> {
    await this.#channel.close();
    this.#obey([]);
    await Promise.all(this.#closing);
  }

  #obey(orders: readonly LiveOrder[]): void {
    const wanted = new Set(orders.map(({ feed }) => feed));
    for (const [feed, pusher] of this.#pushers) if (!wanted.has(feed)) this.#end(feed, pusher);
    for (const order of orders) {
      if (this.#pushers.has(order.feed)) continue;
      const camera = this.#parts.cameras[order.camera];
      this.#pushers.set(order.feed, new LivePusher(order, camera, this.#parts));
    }
  }

  #end(feed: string, pusher: LivePusher): void {
    this.#pushers.delete(feed);
    const closed = pusher.close().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }
}
