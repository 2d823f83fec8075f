import { performance } from 'node:perf_hooks';
import type { Camera } from '../../device-drivers/camera/camera.ts';
import type { Clock } from '../../sync/base/clock.ts';
import { isAppError, messageOf } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';
import type { LiveOrder } from '../../sync/contract/live.ts';
import { type LivePush, writeLivePush } from '../../sync/transport/control-push.ts';
import type { ServerLink } from '../../sync/transport/server-link.ts';
import { type PushBatch, PushQueue } from './push-queue.ts';

/** A TPM takes 20 ms for the signature of each push. */
const pushEveryMs = 400;
const retryMs = 500;
/** Without pictures the server is told so often how the camera does. */
const sayEveryMs = 2_000;
const nothing = Buffer.alloc(0);

export interface PusherParts {
  readonly link: Pick<ServerLink, 'pushLive'>;
  readonly device: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Sends the fragments of one camera for one order, one push at a time, until it is closed or the server has enough. */
export class LivePusher {
  readonly #order: LiveOrder;
  readonly #camera: Camera | undefined;
  readonly #parts: PusherParts;
  readonly #queue = new PushQueue();
  readonly #unwatch: (() => void) | undefined;
  readonly #running: Promise<void>;
  #closed = false;
  #wake: (() => void) | undefined;
  /** The run whose beginning the server has. */
  #knownRun: string | undefined;

  constructor(order: LiveOrder, camera: Camera | undefined, parts: PusherParts) {
    this.#order = order;
    this.#camera = camera;
    this.#parts = parts;
    this.#unwatch = camera?.watchFragments?.((fragment) => {
      this.#queue.add(fragment);
      this.#wake?.();
    });
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#running;
  }

  #stop(): void {
    this.#closed = true;
    this.#unwatch?.();
    this.#wake?.();
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const startedAt = performance.now();
      const waitMs = await this.#push(this.#queue.take());
      await this.#sleep(startedAt + waitMs - performance.now(), false);
      if (this.#queue.isEmpty) await this.#sleep(sayEveryMs, true);
    }
  }

  /** Gives how long after its beginning the next push may begin, ms. */
  async #push(batch: PushBatch | undefined): Promise<number> {
    const { link, device, clock } = this.#parts;
    const { run = null, fragments = [] } = batch ?? {};
    const init = batch && run !== this.#knownRun ? batch.init : nothing;
    const said = { camera: this.#cameraState, sentAt: clock.now(), run };
    try {
      const body = writeLivePush({ ...said, init, fragments });
      const { needsInit } = await link.pushLive(device, this.#order.feed, body);
      if (batch && needsInit) this.#queue.putBack(batch);
      this.#knownRun = needsInit ? undefined : (batch?.run ?? this.#knownRun);
      return needsInit ? 0 : pushEveryMs;
    } catch (error) {
      return this.#failed(error, batch);
    }
  }

  #failed(error: unknown, batch: PushBatch | undefined): number {
    const code = isAppError(error) ? error.code : 'internal';
    if (code === 'conflict' || code === 'device_revoked') this.#stop();
    if (code === 'conflict' || this.#closed) return 0;
    this.#parts.logger.warn({ code, err: messageOf(error) }, 'live video could not be sent');
    if (batch && code === 'server_unreachable') this.#queue.putBack(batch);
    return retryMs;
  }

  get #cameraState(): LivePush['camera'] {
    return this.#camera?.watchFragments ? this.#camera.state.state : 'absent';
  }

  /** Sleeps `ms`, or when asked to only until a fragment comes; not on when closed. */
  #sleep(ms: number, untilNews: boolean): Promise<void> {
    if (this.#closed || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wake = () => (untilNews || this.#closed) && done();
    });
  }
}
