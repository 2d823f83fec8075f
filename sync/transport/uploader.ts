import { isAppError, messageOf } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { ContactAnswer, RecordBatchAnswer } from '../contract/device-api.ts';
import type { Statement } from '../contract/statements.ts';
import { Backoff } from './backoff.ts';
import type { ServerLink } from './server-link.ts';

/** What waits to be sent, and where receipts are kept. */
export interface Outbox {
  /** The device's word on where its whole log stands. */
  wholeHead(): Promise<Statement<'head'>>;
  /** The server's word on when it stood there, for `head`. */
  contacted(answer: ContactAnswer, head: Statement<'head'>): void;
  /** Signed records after the last receipt, oldest first, as stored, and the head of the last; none when all are sent. */
  nextRecords(
    limit: number,
  ): Promise<{ readonly head: Statement<'head'>; readonly records: readonly string[] } | undefined>;
  acknowledge(receipt: Statement<'records-receipt'>): void;
  /** The oldest that waits, but for the one that is on its way. A segment whose record the server lacks is not given. */
  nextSegment(
    besides?: string,
  ): { readonly sha256: string; readonly file: string; readonly sizeBytes: number } | undefined;
  segmentReceived(sha256: string, receipt: Statement<'segment-receipt'>): void;
  /** The server does not take these bytes; throws when they were only damaged on the way. */
  segmentRefused(sha256: string, why: string): Promise<void>;
  /** Called with plans that the server signed for this device. */
  plansArrived(plans: readonly unknown[]): void;
}

export interface UploaderState {
  readonly online: boolean;
  /** One English sentence when the server refused our records; someone must look. */
  readonly refused?: string;
}

interface UploaderParts {
  readonly link: ServerLink;
  readonly device: string;
  readonly outbox: Outbox;
  readonly logger: Logger;
  readonly onState?: (state: UploaderState) => void;
  /** How often the server is told where the log stands and asked for plans, ms. */
  readonly contactEveryMs?: number;
  readonly firstRetryMs?: number;
}

/** The most that the server takes: fewer, larger batches share what each one costs. */
const batchSize = 500;
const idleMs = 5_000;
/** A link that is cut is often back at once; every second waited is half a megabyte not sent. */
const firstRetryMs = 200;
/** Share of its time after which a segment counts as nearly there. */
const nearly = 0.8;

/** Sends records first, then segments, for as long as it takes. Nothing is forgotten before its receipt is here. */
export class Uploader {
  readonly #parts: UploaderParts;
  readonly #backoff: Backoff;
  #running: Promise<void> | undefined;
  /** From the first byte of the newest segment to its receipt. */
  #msPerByte: number | undefined;
  /** Begun, not yet receipted, when the next may begin. */
  #onItsWay: { readonly sha256: string; readonly received: Promise<void> } | undefined;
  #closed = false;
  #wake: (() => void) | undefined;
  /** Something came while a round was under way, which may have looked for it too early. */
  #kicked = false;
  #contactAwaited: (() => void)[] = [];
  #contactAt = Number.NEGATIVE_INFINITY;
  #state: UploaderState = { online: false };

  constructor(parts: UploaderParts) {
    this.#parts = parts;
    this.#backoff = new Backoff(parts.firstRetryMs ?? firstRetryMs, 30_000);
  }

  get state(): UploaderState {
    return this.#state;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Something new waits: do not sleep on. */
  kick(): void {
    this.#kicked = true;
    this.#wake?.();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.kick();
    await this.#running;
  }

  /** The next round begins with a contact; resolves when one has succeeded. */
  contactSoon(): Promise<void> {
    this.#contactAt = Number.NEGATIVE_INFINITY;
    const contacted = new Promise<void>((resolve) => this.#contactAwaited.push(resolve));
    this.kick();
    return contacted;
  }

  /** One whole round: a contact when it is due, every record, one segment. True when more may wait. */
  async round(): Promise<boolean> {
    const refused = await this.#contactWhenDue().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (isAppError(refused, 'server_unreachable')) throw refused;
    // A server that answers no contact, for the clock is wrong, takes evidence all the same.
    while (await this.#sendRecords());
    const more = await this.#sendSegment();
    if (refused !== undefined) throw refused;
    return more;
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const waitMs = await this.#tryRound();
      if (waitMs > 0 && !this.#closed) await this.#sleep(waitMs);
    }
    await this.#onItsWay?.received.catch(() => undefined);
  }

  /** How long to wait before the next round. */
  async #tryRound(): Promise<number> {
    try {
      this.#kicked = false;
      const more = await this.round();
      // What is still on its way may yet fail: only its receipt says that the link is well.
      if (!this.#onItsWay) this.#backoff.reset();
      this.#setState({ online: true });
      return more || this.#kicked ? 0 : idleMs;
    } catch (error) {
      const online = !isAppError(error, 'server_unreachable');
      this.#setState({ online, ...(online && { refused: messageOf(error) }) });
      this.#parts.logger.warn(
        { code: isAppError(error) ? error.code : 'internal', err: messageOf(error) },
        'sync failed',
      );
      return this.#backoff.next();
    }
  }

  async #contactWhenDue(): Promise<void> {
    const sinceMs = performance.now() - this.#contactAt;
    // Set back, the next would not be due for as long as it was set back.
    if (sinceMs >= 0 && sinceMs < (this.#parts.contactEveryMs ?? 30_000)) return;
    const { link, device, outbox } = this.#parts;
    // Who asks while this one is on its way wants the next.
    const awaited = this.#contactAwaited.splice(0);
    try {
      this.#contactAt = performance.now();
      const head = await outbox.wholeHead();
      outbox.contacted(await link.contact(device, head), head);
      const { plans } = await link.plans(device);
      outbox.plansArrived(plans);
    } catch (error) {
      this.#contactAwaited.push(...awaited);
      this.#contactAt = Number.NEGATIVE_INFINITY;
      throw error;
    }
    for (const resolve of awaited) resolve();
  }

  async #sendRecords(): Promise<boolean> {
    const { link, device, outbox } = this.#parts;
    const batch = await outbox.nextRecords(batchSize);
    if (!batch) return false;
    const answer: RecordBatchAnswer = await link.sendRecords(device, batch.head, batch.records);
    if (answer.receipt) outbox.acknowledge(answer.receipt);
    if (answer.refused)
      throw new Error(`the server refused record ${answer.refused.seq}: ${answer.refused.code}`);
    return batch.records.length === batchSize;
  }

  /**
   * Begins one segment, and gives way to the next when it is nearly there: while the server syncs and signs, the
   * link is not idle. Never more than two are on their way, and two only so briefly that a cut costs about one.
   */
  async #sendSegment(): Promise<boolean> {
    const earlier = this.#onItsWay;
    const segment = this.#parts.outbox.nextSegment(earlier?.sha256);
    if (!segment) {
      this.#onItsWay = undefined;
      await earlier?.received;
      return earlier !== undefined;
    }
    const received = this.#upload(segment);
    // It may fail while nobody waits for it; whoever waits then is told.
    received.catch(() => undefined);
    this.#onItsWay = { sha256: segment.sha256, received };
    try {
      await earlier?.received;
      await Promise.race([this.#nearlyThere(segment.sizeBytes), received]);
      return true;
    } catch (error) {
      await received.catch(() => undefined);
      this.#onItsWay = undefined;
      throw error;
    }
  }

  /** By the pace of the segment before; without one, never. What the sockets hold tells nothing of what arrived. */
  #nearlyThere(sizeBytes: number): Promise<void> {
    const msPerByte = this.#msPerByte;
    if (msPerByte === undefined) return new Promise(() => undefined);
    return new Promise((resolve) => setTimeout(resolve, nearly * msPerByte * sizeBytes).unref());
  }

  async #upload(segment: NonNullable<ReturnType<Outbox['nextSegment']>>): Promise<void> {
    const { link, device, outbox } = this.#parts;
    const { sha256, sizeBytes } = segment;
    const startedAt = performance.now();
    try {
      const { receipt } = await link.sendSegment(device, segment);
      outbox.segmentReceived(sha256, receipt);
      this.#msPerByte = (performance.now() - startedAt) / sizeBytes;
      this.#backoff.reset();
    } catch (error) {
      if (!isAppError(error, 'digest_mismatch') && (error as { code?: string }).code !== 'ENOENT')
        throw error;
      await outbox.segmentRefused(sha256, messageOf(error));
    }
  }

  #setState(state: UploaderState): void {
    const changed = state.online !== this.#state.online || state.refused !== this.#state.refused;
    this.#state = state;
    if (changed) this.#parts.onState?.(state);
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      const wake = done;
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
      this.#wake = wake;
    });
  }
}
