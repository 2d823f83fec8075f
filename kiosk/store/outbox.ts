import type { Clock } from '../../sync/base/clock.ts';
import { AppError, isAppError } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';
import type { ContactAnswer } from '../../sync/contract/device-api.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import { openStatement, type SlowSigner } from '../../sync/evidence/statement.ts';
import { receiptId } from '../../sync/evidence/time.ts';
import { signHead } from '../../sync/transport/sign-head.ts';
import type { Outbox } from '../../sync/transport/uploader.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import { digestOfFile, type SegmentStore } from '../recording/segment-store.ts';
import type { LogStore } from './log-store.ts';
import type { SettingsStore } from './settings-store.ts';

interface OutboxParts {
  readonly log: LogStore;
  readonly segments: SegmentStore;
  readonly settings: SettingsStore;
  readonly plans: PlanStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The server's key, learnt once at enrolment; a receipt of any other is no receipt. */
  readonly serverKey: string;
  /** The device key, as far as the server knows it. */
  readonly signer: () => SlowSigner;
}

/** The log and the video files, seen as what waits for a receipt. */
export class KioskOutbox implements Outbox {
  readonly #parts: OutboxParts;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  get recordsWaiting(): number {
    return this.#parts.log.lastSeq - this.#acknowledged;
  }

  wholeHead(): Promise<Statement<'head'>> {
    const { seq, digest } = this.#parts.log.head;
    return this.#head(String(seq), digest);
  }

  /** From here on records name this receipt: they were written after it. */
  contacted({ receipt, certificate }: ContactAnswer, head: Statement<'head'>): void {
    const { log, settings, serverKey } = this.#parts;
    const opened = openStatement('time-receipt', receipt, serverKey)?.body;
    const { device, nonce, seq, digest } = head.body;
    const ours = opened?.device === device && opened.nonce === nonce;
    if (!ours || opened.seq !== seq || opened.head !== digest) throw foreignReceipt('time');
    settings.set('time-receipt', canonicalJson(receipt));
    log.anchor = receiptId(opened);
    const certified = openStatement('device-certificate', certificate, serverKey);
    if (certified?.body.device === device) settings.set('device-certificate', canonicalJson(certificate));
  }

  async nextRecords(limit: number) {
    const rows = this.#parts.log.after(this.#acknowledged, limit);
    const last = rows.at(-1);
    if (!last) return undefined;
    const head = await this.#head(String(last.seq), last.digest);
    return { head, records: rows.map((row) => row.envelope) };
  }

  /** A receipt counts when our server signed it, for this device, over the very records that are stored here. */
  acknowledge(receipt: Statement<'records-receipt'>): void {
    const { log, settings, clock, serverKey } = this.#parts;
    const opened = openStatement('records-receipt', receipt, serverKey);
    const seq = Number(opened?.body.seq);
    const stored = opened && log.after(seq - 1, 1)[0];
    if (opened?.body.device !== log.identity.device || stored?.digest !== opened.body.head) {
      throw foreignReceipt('records');
    }
    if (seq <= this.#acknowledged) return;
    settings.set('acknowledged-seq', String(seq));
    settings.set('last-receipt-at', String(clock.now()));
  }

  nextSegment(besides?: string): { sha256: string; file: string; sizeBytes: number } | undefined {
    const row = this.#parts.segments.nextWaiting(besides);
    return (
      row && { sha256: row.sha256, sizeBytes: row.sizeBytes, file: this.#parts.segments.fileOf(row.sha256) }
    );
  }

  segmentReceived(sha256: string, receipt: Statement<'segment-receipt'>): void {
    const { log, segments, clock, serverKey } = this.#parts;
    const opened = openStatement('segment-receipt', receipt, serverKey);
    if (opened?.body.device !== log.identity.device || opened.body.sha256 !== sha256)
      throw foreignReceipt('segment');
    segments.settle(sha256, 'received', canonicalJson(receipt), clock.now());
  }

  /** Bytes that changed on the way are sent again; a file that changed here will never be what its record says. */
  async segmentRefused(sha256: string, why: string): Promise<void> {
    const { segments, logger, clock } = this.#parts;
    const digest = await digestOfFile(segments.fileOf(sha256)).catch(() => undefined);
    if (digest === sha256)
      throw new AppError('digest_mismatch', `A segment was damaged on its way: ${why}`, { retryable: true });
    logger.error({ sha256, why }, 'the server refused a segment');
    segments.settle(sha256, 'refused', null, clock.now());
  }

  plansArrived(plans: readonly unknown[]): void {
    for (const plan of plans) {
      try {
        this.#parts.plans.adopt(plan, this.#parts.serverKey);
      } catch (error) {
        if (!isAppError(error, 'bad_signature')) throw error;
        this.#parts.logger.error('a class plan with a wrong signature was not adopted');
      }
    }
  }

  #head(seq: string, digest: string): Promise<Statement<'head'>> {
    const { log, clock, signer } = this.#parts;
    return signHead({ device: log.identity.device, seq, digest, anchor: log.anchor }, clock, signer());
  }

  get #acknowledged(): number {
    return Number(this.#parts.settings.get('acknowledged-seq') ?? '0');
  }
}

function foreignReceipt(what: string): AppError {
  return new AppError(
    'bad_signature',
    `A ${what} receipt is not signed by our server; it counts for nothing.`,
  );
}
