import type { KioskView } from '../../../sync/contract/kiosk-view.ts';

/** What the feed needs of an `EventSource`. */
export interface StateStream {
  addEventListener(type: 'state', listener: (event: { readonly data: string }) => void): void;
  close(): void;
}

interface FeedParts {
  openStream(): StateStream;
  /** Never jumps, unlike the wall clock; ms. */
  monotonicMs(): number;
  onView(view: KioskView): void;
}

/** The kiosk sends a view at least every 5 s. */
const silenceMs = 6_000;

/**
 * The stream of `state` events. An EventSource reconnects by itself, but not after an HTTP error and not when the
 * other end vanished without a word: so a silent stream is closed and opened anew.
 */
export class KioskFeed {
  readonly #parts: FeedParts;
  #stream: StateStream | undefined;
  #openedAtMs = 0;
  #heardAtMs = 0;

  constructor(parts: FeedParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#heardAtMs = this.#parts.monotonicMs();
    this.#open();
  }

  close(): void {
    this.#stream?.close();
    this.#stream = undefined;
  }

  /** To be called every second or so; true while nothing has been heard for more than 6 s. */
  isLost(): boolean {
    const nowMs = this.#parts.monotonicMs();
    const lost = nowMs - this.#heardAtMs > silenceMs;
    if (lost && nowMs - this.#openedAtMs > silenceMs) this.#open();
    return lost;
  }

  #open(): void {
    this.close();
    this.#openedAtMs = this.#parts.monotonicMs();
    const stream = this.#parts.openStream();
    this.#stream = stream;
    stream.addEventListener('state', (event) => {
      if (this.#stream !== stream) return;
      this.#heardAtMs = this.#parts.monotonicMs();
      this.#parts.onView(JSON.parse(event.data));
    });
  }
}
