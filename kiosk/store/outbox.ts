import type { Clock } from '../../sync/base/clock.ts';
import { AppError, isAppError } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import type { Outbox } from '../../sync/transport/uploader.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import type { SegmentStore } from '../recording/segment-store.ts';
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

  nextRecords(limit: number): string[] {
    return this.#parts.log.after(this.#acknowledged, limit).map((row) => row.envelope);
  }

  acknowledge(receipt: Statement<'records-receipt'>): void {
    if (!openStatement('records-receipt', receipt, this.#parts.serverKey)) throw foreignReceipt('records');
    const { seq } = receipt.body;
    if (Number(seq) <= this.#acknowledged) return;
    this.#parts.settings.set('acknowledged-seq', seq);
    this.#parts.settings.set('last-receipt-at', String(this.#parts.clock.now()));
  }

  nextSegment(): { sha256: string; file: string; sizeBytes: number } | undefined {
    const row = this.#parts.segments.nextWaiting();
    return (
      row && { sha256: row.sha256, sizeBytes: row.sizeBytes, file: this.#parts.segments.fileOf(row.sha256) }
    );
  }

  segmentReceived(receipt: Statement<'segment-receipt'>): void {
    if (!openStatement('segment-receipt', receipt, this.#parts.serverKey)) throw foreignReceipt('segment');
    const { segments, clock } = this.#parts;
    segments.settle(receipt.body.sha256, 'received', canonicalJson(receipt), clock.now());
  }

  segmentRefused(sha256: string, why: string): void {
    this.#parts.logger.error({ sha256, why }, 'the server refused a segment');
    this.#parts.segments.settle(sha256, 'refused', null, this.#parts.clock.now());
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
