import { AppError, isAppError, messageOf } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import { parseAs } from '../base/parse.ts';
import { ControlLine, type LiveOrder } from '../contract/live.ts';
import { Backoff } from './backoff.ts';
import type { ServerLink } from './server-link.ts';

/** The server speaks every ten seconds. */
const usualSilenceMs = 25_000;
const firstRetryMs = 500;
const longestRetryMs = 30_000;
/** A kiosk that is not enrolled yet looks again so often. */
const notYetMs = 1_000;
/** A line of the server's is short; what is longer is none. */
const longestLine = 64 * 1024;

interface ChannelParts {
  readonly link: Pick<ServerLink, 'openControl'>;
  readonly device: string;
  readonly logger: Logger;
  /** Whether the server knows this device: a stranger's request would be a finding. */
  readonly mayOpen: () => boolean;
  /** Everything that shall be pushed from now on; nothing while the channel is broken. */
  readonly onOrders: (orders: readonly LiveOrder[]) => void;
  /** A channel that is silent for so long is broken, ms. */
  readonly silenceMs?: number;
  readonly retryMs?: number;
}

/** One long answer of the server, opened again and again: how a kiosk behind NAT is told what is wanted of it. */
export class ControlChannel {
  readonly #parts: ChannelParts;
  readonly #closing = new AbortController();
  readonly #backoff: Backoff;
  #running: Promise<void> | undefined;

  constructor(parts: ChannelParts) {
    this.#parts = parts;
    this.#backoff = new Backoff(parts.retryMs ?? firstRetryMs, longestRetryMs);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const waitMs = this.#parts.mayOpen() ? await this.#holdOpen() : notYetMs;
      await pause(waitMs, signal);
    }
  }

  /** Resolves when the channel broke, with how long to wait before the next one, ms. */
  async #holdOpen(): Promise<number> {
    const { logger, onOrders } = this.#parts;
    try {
      await this.#listen();
    } catch (error) {
      if (this.#closing.signal.aborted) return 0;
      const code = isAppError(error) ? error.code : 'server_unreachable';
      logger.warn({ code, err: messageOf(error) }, 'the control channel broke; it is opened again');
    } finally {
      onOrders([]);
    }
    return this.#backoff.next();
  }

  async #listen(): Promise<void> {
    const { link, device, silenceMs = usualSilenceMs } = this.#parts;
    const listening = new AbortController();
    const stop = () => listening.abort();
    const timer = setTimeout(stop, silenceMs);
    // Not AbortSignal.any: what it makes may be garbage-collected before it is told.
    this.#closing.signal.addEventListener('abort', stop);
    try {
      let lines = 0;
      for await (const line of linesOf(await link.openControl(device, listening.signal))) {
        timer.refresh();
        lines += 1;
        // A channel that is opened and at once taken away, as by a copy of this kiosk, is no good one.
        if (lines > 1) this.#backoff.reset();
        this.#obey(line);
      }
    } finally {
      clearTimeout(timer);
      this.#closing.signal.removeEventListener('abort', stop);
      stop();
    }
  }

  /** A line that we cannot read is one of a later server: it shows all the same that the server lives. */
  #obey(line: string): void {
    try {
      this.#parts.onOrders(parseAs(ControlLine, JSON.parse(line), 'control line').live);
    } catch (error) {
      this.#parts.logger.warn({ err: messageOf(error) }, 'a line of the control channel cannot be read');
    }
  }
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let open = '';
  for await (const bytes of body) {
    const pieces = (open + decoder.decode(bytes, { stream: true })).split('\n');
    open = pieces.pop() ?? '';
    if (open.length > longestLine) throw new AppError('internal', 'a line of the control channel has no end');
    yield* pieces;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
