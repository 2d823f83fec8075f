import type { Clock } from '../sync/base/clock.ts';
import { messageOf } from '../sync/base/errors.ts';
import type { Logger } from '../sync/base/log.ts';
import type { Statement } from '../sync/contract/statements.ts';
import { canonicalJson } from '../sync/evidence/canonical-json.ts';
import { expiresAt } from '../sync/evidence/certificate.ts';
import { openStatement, type SlowSigner } from '../sync/evidence/statement.ts';
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
  /** The device key, as far as the server knows it. */
  readonly signer: () => SlowSigner;
  readonly deviceName: string;
  /** One-time code, for a kiosk that the server does not know yet. */
  readonly deviceCode: string | undefined;
  readonly onChange: () => void;
  readonly retryMs?: number;
  readonly contactEveryMs?: number;
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

  /** What takes receipts in, whichever way they come; undefined until the kiosk is enrolled. */
  get outbox(): KioskOutbox | undefined {
    return this.#outbox;
  }

  /** Of the device key, as the server last gave it; undefined until the kiosk is enrolled. */
  get certificate(): Statement<'device-certificate'> | undefined {
    const stored = this.#parts.settings.get('device-certificate');
    return stored === undefined ? undefined : (JSON.parse(stored) as Statement<'device-certificate'>);
  }

  get recordsWaiting(): number {
    return this.#outbox?.recordsWaiting ?? this.#parts.log.lastSeq;
  }

  get lastReceiptAt(): number | null {
    return Number(this.#parts.settings.get('last-receipt-at')) || null;
  }

  /** Tells the server where the log stands as soon as may be; resolves when it has answered. */
  async contactSoon(): Promise<void> {
    await this.#uploader?.contactSoon();
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
    const serverKey = await this.#knownServer();
    if (serverKey === undefined) return;
    const { link, log, logger, retryMs, contactEveryMs, onChange } = this.#parts;
    this.#outbox = new KioskOutbox({ ...this.#parts, serverKey });
    this.#uploader = new Uploader({
      link,
      logger,
      device: log.identity.device,
      outbox: this.#outbox,
      onState: onChange,
      ...(retryMs !== undefined && { firstRetryMs: retryMs }),
      ...(contactEveryMs !== undefined && { contactEveryMs }),
    });
    log.onAppend(() => this.#uploader?.kick());
    this.#uploader.start();
  }

  /** The server's key. A kiosk whose certificate ran out asks for another one, once, if it was given a new code. */
  async #knownServer(): Promise<string | undefined> {
    const { settings, deviceCode, logger, clock } = this.#parts;
    const known = settings.get('server-key');
    if (known === undefined) return this.#enrolUntilKnown();
    const certificate = settings.get('device-certificate');
    const endsAt =
      certificate && expiresAt((JSON.parse(certificate) as Statement<'device-certificate'>).body);
    if (deviceCode !== undefined && endsAt && endsAt < clock.now()) {
      await this.#enrol(deviceCode).catch((error: unknown) =>
        logger.warn({ err: messageOf(error) }, 'the certificate ran out, and the code gave no new one'),
      );
    }
    return known;
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
    const { link, log, settings, deviceName, signer } = this.#parts;
    const { certificate, serverKey } = await link.enrol(code, deviceName);
    const opened = openStatement('device-certificate', certificate, serverKey);
    if (opened?.body.device !== log.identity.device || opened.body.publicKey !== signer().publicKey) {
      throw new Error('the server certified another device');
    }
    if ((settings.get('server-key') ?? serverKey) !== serverKey) throw new Error('this is another server');
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
