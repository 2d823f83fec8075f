import { BlockList } from 'node:net';
import type { Clock } from '../../../sync/base/clock.ts';
import { messageOf } from '../../../sync/base/errors.ts';
import type { Logger } from '../../../sync/base/log.ts';
import type { SecretBox } from '../../accounts/secret-box.ts';
import type { Database } from '../../storage/database.ts';
import { inTransaction, type Stores, storesOf } from '../../storage/stores.ts';
import type { Receiver } from '../../storage/webhook-store.ts';
import { pauseAfter } from './backoff.ts';
import { messageOfEntry, toldActions } from './message.ts';
import { postMessage } from './post-message.ts';
import { signMessage } from './sign-message.ts';

const lookEveryMs = 2_000;
const timeoutMs = 15_000;
const entriesAtOnce = 100;
const gone = 410;

interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** What secrets of receivers are sealed with. */
  readonly secretBox: SecretBox;
  readonly allowed?: BlockList;
  readonly timeoutMs?: number;
}

/**
 * Tells receivers what stands in the journal, each at its own pace and in the journal's order. What is to be told is
 * kept, so that a restart forgets nothing; an answer that was lost is asked for again, so that each is told at least
 * once.
 */
export class Deliveries {
  readonly #parts: Parts;
  readonly #stores: Stores;
  readonly #stop = new AbortController();
  /** What is being sent, by receiver. */
  readonly #sending = new Map<string, Promise<void>>();
  #looking: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#stores = storesOf(parts.database);
  }

  start(): void {
    const look = async () => {
      await this.look();
      if (!this.#stop.signal.aborted) this.#timer = setTimeout(look, lookEveryMs);
    };
    void look();
  }

  /** Ends what is being sent; it is sent again after the next start. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#stop.abort();
    await this.#looking;
    await this.settled();
  }

  /** Begins to send whatever is due. Resolves before it is sent. */
  async look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  /** Resolves when nothing is being sent. */
  async settled(): Promise<void> {
    await Promise.all(this.#sending.values());
  }

  async #lookOnce(): Promise<void> {
    try {
      for (const receiver of await this.#stores.webhooks.active()) {
        await this.#planNew(receiver);
        this.#sendTo(receiver);
      }
    } catch (error) {
      this.#parts.log.error({ fault: messageOf(error) }, 'webhooks could not be looked at');
    }
  }

  async #planNew({ id, seenSeq }: Receiver): Promise<void> {
    const entries = await this.#stores.journal.after(seenSeq, entriesAtOnce, { actions: toldActions });
    const seqs = entries.map((entry) => Number(entry.body.seq));
    const last = seqs.at(-1);
    if (last === undefined) return;
    const now = this.#parts.clock.now();
    await inTransaction(this.#parts.database, ({ webhooks }) => webhooks.plan(id, seqs, last, now));
  }

  #sendTo(receiver: Receiver): void {
    if (this.#sending.has(receiver.id) || this.#stop.signal.aborted) return;
    const sending = this.#sendAllDue(receiver)
      .catch((error: unknown) => {
        this.#parts.log.error({ hook: receiver.id, fault: messageOf(error) }, 'webhook failed');
      })
      .finally(() => this.#sending.delete(receiver.id));
    this.#sending.set(receiver.id, sending);
  }

  async #sendAllDue(receiver: Receiver): Promise<void> {
    while (await this.#sendNext(receiver));
  }

  /** Whether the one after it may be sent at once. */
  async #sendNext(receiver: Receiver): Promise<boolean> {
    const { id } = receiver;
    const { webhooks } = this.#stores;
    const next = await webhooks.next(id);
    if (!next || next.nextAt > this.#parts.clock.now() || this.#stop.signal.aborted) return false;
    const { seq } = next;
    const body = await this.#bodyOf(seq);
    const status = body === undefined ? null : await this.#post(receiver, seq, body);
    // Cut off by our own end: not the receiver's fault, and no attempt.
    if (this.#stop.signal.aborted && status === null) return false;
    if (status !== null && status >= 200 && status < 300) {
      await webhooks.delivered(id, seq, status);
      return true;
    }
    if (status === gone) await webhooks.deactivate(id);
    const attempts = next.attempts + 1;
    // An entry that cannot be read any more is nothing that could be told.
    const pause = body === undefined ? null : pauseAfter(attempts);
    const nextAt = pause === null ? null : this.#parts.clock.now() + pause;
    await webhooks.failed(id, { seq, attempts, nextAt, lastStatus: status });
    this.#parts.log.warn({ hook: id, seq, attempts, status }, 'webhook not taken');
    return nextAt === null && status !== gone;
  }

  async #bodyOf(seq: number): Promise<string | undefined> {
    const [entry] = await this.#stores.journal.after(seq - 1, 1);
    const message = Number(entry?.body.seq) === seq && entry ? messageOfEntry(entry.body) : undefined;
    return message && JSON.stringify(message);
  }

  /** The status of the answer; null when none came, or the receiver's secret cannot be opened. */
  async #post({ id, secret, url }: Receiver, seq: number, body: string): Promise<number | null> {
    const { secretBox, clock, allowed = new BlockList(), timeoutMs: patience = timeoutMs } = this.#parts;
    const opened = secretBox.open(secret, id)?.toString('utf8');
    if (opened === undefined) return null;
    const headers = signMessage(opened, `msg_${seq}`, clock.now(), body);
    return postMessage({ url, body, headers }, { allowed, timeoutMs: patience, signal: this.#stop.signal });
  }
}
