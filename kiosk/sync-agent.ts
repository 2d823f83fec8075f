import type { Clock } from '../sync/base/clock.ts';
import { messageOf } from '../sync/base/errors.ts';
import type { Logger } from '../sync/base/log.ts';
import { canonicalJson } from '../sync/evidence/canonical-json.ts';
import { openStatement } from '../sync/evidence/statement.ts';
import { Backoff } from '../sync/transport/backoff.ts';
import type { ServerLink } from '../sync/transport/server-link.ts';
import { Uploader } from '../sync/transport/uploader.ts';
import type { PlanStore } from './plan/plan-store.ts';
import type { SegmentStore } from './recording/segment-store.ts';
import type { LogStore } from './store/log-store.ts';
import { KioskOutbox } from './store/outbox.ts';
import type { SettingsStore } from './store/settings-store.ts';

interface SyncAgentParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly log: LogStore;
  readonly plans: PlanStore;
  readonly segments: SegmentStore;
  readonly settings: SettingsStore;
  readonly link: ServerLink;
  readonly deviceName: string;
  /** One-time code, for a kiosk that the server does not know yet. */
  readonly deviceCode: string | undefined;
  readonly onChange: () => void;
  readonly retryMs?: number;
  readonly planEveryMs?: number;
}

/** Makes the kiosk known to its server, once, and then keeps sending. Works from the log, so it may start late. */
export class SyncAgent {
  readonly #parts: SyncAgentParts;
  readonly #stop = new AbortController();
  #outbox: KioskOutbox | undefined;
  #uploader: Uploader | undefined;
  #running: Promise<void> | undefined;

  constructor(parts: SyncAgentParts) {
    this.#parts = parts;
  }

  get online(): boolean {
    return this.#uploader?.state.online ?? false;
  }

  get recordsWaiting(): number {
    return this.#outbox?.recordsWaiting ?? this.#parts.log.lastSeq;
  }

  get lastReceiptAt(): number | null {
    return Number(this.#parts.settings.get('last-receipt-at')) || null;
  }

  start(): void {
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#uploader?.close();
  }

  async #run(): Promise<void> {
    const serverKey = this.#parts.settings.get('server-key') ?? (await this.#enrolUntilKnown());
    if (serverKey === undefined) return;
    const { link, log, logger, retryMs, planEveryMs, onChange } = this.#parts;
    this.#outbox = new KioskOutbox({ ...this.#parts, serverKey });
    this.#uploader = new Uploader({
      link,
      logger,
      device: log.identity.device,
      outbox: this.#outbox,
      onState: onChange,
      ...(retryMs !== undefined && { firstRetryMs: retryMs }),
      ...(planEveryMs !== undefined && { planEveryMs }),
    });
    log.onAppend(() => this.#uploader?.kick());
    this.#uploader.start();
  }

  /** Undefined when there is no code to enrol with, or the kiosk closes first. */
  async #enrolUntilKnown(): Promise<string | undefined> {
    const { deviceCode, logger } = this.#parts;
    if (deviceCode === undefined) {
      logger.warn('this kiosk is not known to a server: put a one-time code (deviceCode) into its config');
      return undefined;
    }
    const backoff = new Backoff(this.#parts.retryMs ?? 1_000, 60_000);
    while (!this.#stop.signal.aborted) {
      try {
        return await this.#enrol(deviceCode);
      } catch (error) {
        logger.warn({ err: messageOf(error) }, 'the kiosk could not be enrolled; it tries again');
        await wait(backoff.next(), this.#stop.signal);
      }
    }
    return undefined;
  }

  async #enrol(code: string): Promise<string> {
    const { link, log, settings, deviceName } = this.#parts;
    const { certificate, serverKey } = await link.enrol(code, deviceName);
    const opened = openStatement('device-certificate', certificate, serverKey);
    if (opened?.body.device !== log.identity.device || opened.body.publicKey !== log.identity.publicKey) {
      throw new Error('the server certified another device');
    }
    settings.set('device-certificate', canonicalJson(certificate));
    settings.set('server-key', serverKey);
    return serverKey;
  }
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
