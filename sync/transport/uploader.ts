import { isAppError, messageOf } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { RecordBatchAnswer } from '../contract/device-api.ts';
import type { Statement } from '../contract/statements.ts';
import { Backoff } from './backoff.ts';
import type { ServerLink } from './server-link.ts';

/** What waits to be sent, and where receipts are kept. */
export interface Outbox {
  /** Signed records after the last receipt, oldest first, as stored. */
  nextRecords(limit: number): readonly string[];
  acknowledge(receipt: Statement<'records-receipt'>): void;
  /** Also a segment whose record the server has not yet received must not be given. */
  nextSegment(): { readonly sha256: string; readonly file: string; readonly sizeBytes: number } | undefined;
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
  /** How often the plans are asked for, ms. */
  readonly planEveryMs?: number;
  readonly firstRetryMs?: number;
}

const batchSize = 200;
const idleMs = 5_000;

/** Sends records first, then segments, for as long as it takes. Nothing is forgotten before its receipt is here. */
export class Uploader {
  readonly #parts: UploaderParts;
  readonly #backoff: Backoff;
  #running: Promise<void> | undefined;
  #closed = false;
  #wake: (() => void) | undefined;
  #plansAskedAt = Number.NEGATIVE_INFINITY;
  #state: UploaderState = { online: false };

  constructor(parts: UploaderParts) {
    this.#parts = parts;
    this.#backoff = new Backoff(parts.firstRetryMs ?? 1_000, 30_000);
  }

  get state(): UploaderState {
    return this.#state;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Something new waits: do not sleep on. */
  kick(): void {
    this.#wake?.();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.kick();
    await this.#running;
  }

  /** One whole round: plans when they are due, every record, one segment. True when more may wait. */
  async round(): Promise<boolean> {
    await this.#askPlans();
    while (await this.#sendRecords());
    return this.#sendSegment();
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const waitMs = await this.#tryRound();
      if (waitMs > 0 && !this.#closed) await this.#sleep(waitMs);
    }
  }

  /** How long to wait before the next round. */
  async #tryRound(): Promise<number> {
    try {
      const more = await this.round();
      this.#backoff.reset();
      this.#setState({ online: true });
      return more ? 0 : idleMs;
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

  async #askPlans(): Promise<void> {
    if (performance.now() - this.#plansAskedAt < (this.#parts.planEveryMs ?? 30_000)) return;
    const { link, device, outbox } = this.#parts;
    const { plans } = await link.plans(device);
    outbox.plansArrived(plans);
    this.#plansAskedAt = performance.now();
  }

  async #sendRecords(): Promise<boolean> {
    const { link, device, outbox } = this.#parts;
    const records = outbox.nextRecords(batchSize);
    if (records.length === 0) return false;
    const answer: RecordBatchAnswer = await link.sendRecords(device, records);
    if (answer.receipt) outbox.acknowledge(answer.receipt);
    if (answer.refused)
      throw new Error(`the server refused record ${answer.refused.seq}: ${answer.refused.code}`);
    return records.length === batchSize;
  }

  async #sendSegment(): Promise<boolean> {
    const { link, device, outbox } = this.#parts;
    const segment = outbox.nextSegment();
    if (!segment) return false;
    try {
      const { receipt } = await link.sendSegment(device, segment.sha256, segment.file, segment.sizeBytes);
      outbox.segmentReceived(segment.sha256, receipt);
    } catch (error) {
      if (!isAppError(error, 'digest_mismatch') && (error as { code?: string }).code !== 'ENOENT')
        throw error;
      await outbox.segmentRefused(segment.sha256, messageOf(error));
    }
    return true;
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
