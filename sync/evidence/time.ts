import type { RecordBody } from '../contract/records.ts';
import type { StatementBody } from '../contract/statements.ts';
import { domainBytes, sha256 } from './digest.ts';

/** A server's word on when a log stood where; a record names the newest one at hand as its `anchor`. */
export type TimeReceipt = StatementBody<'time-receipt'>;

/** What a record carries as `anchor`. */
export function receiptId(receipt: TimeReceipt): string {
  return sha256(domainBytes('keqin/time-receipt-id/v1', receipt));
}

/** Why the time of a record is not proven. The wall clock of such a record says nothing. */
export type TimeSign =
  /** It names no receipt of this server for this device. */
  | 'no-anchor'
  /** The machine started again after its newest receipt: what its clocks count from is unknown. */
  | 'rebooted'
  /** The program's clock and the kernel's count of the time since boot went apart. */
  | 'uptime-differs'
  /** A clock showed less than at the record before, or an older receipt is named than there. */
  | 'clock-backwards'
  /** The wall clock is more than two minutes off. */
  | 'clock-off'
  /** Longer without a receipt than the plan allows: whoever can restore a snapshot has that long to do it all anew. */
  | 'offline-too-long';

export interface ProvenTime {
  /** The record was written after this, epoch ms; null when nothing proves it. */
  readonly earliestAt: number | null;
  /** And before this. */
  readonly latestAt: number;
  readonly sign: TimeSign | null;
}

export interface TimeFacts {
  /** The receipt that the record names, when this server gave it to this device before that record. */
  readonly anchor: TimeReceipt | undefined;
  /** The record before it in the log. */
  readonly previous: RecordBody | undefined;
  /** The receipt that the record before names. */
  readonly previousAnchor?: TimeReceipt | undefined;
  /** When the record was provably written: a receipt that covers it, or its arrival. Epoch ms. */
  readonly latestAt: number;
  readonly maxOfflineMs: number;
}

/** Two clocks that are set differ by less. */
export const clocksDifferMs = 2 * 60_000;
/** Clocks are read one after the other, and steered a little. */
const readingToleranceMs = 2_000;
const steeredBackMs = 1_000;

/** Pure: between which instants a record was written, and which of the signs of a moved clock it shows. */
export function judgeTime(body: RecordBody, facts: TimeFacts): ProvenTime {
  const { anchor, latestAt } = facts;
  const earliestAt = anchor?.at ?? null;
  return { earliestAt, latestAt, sign: signOf(body, facts) };
}

function signOf(body: RecordBody, facts: TimeFacts): TimeSign | null {
  const { anchor, previous, previousAnchor, latestAt, maxOfflineMs } = facts;
  if (!anchor || body.uptime === undefined) return 'no-anchor';
  if (body.boot !== anchor.clock.boot) return 'rebooted';
  const elapsedMs = body.mono - anchor.clock.mono;
  const uptimeMs = body.uptime - anchor.clock.uptime;
  if (Math.abs(uptimeMs - elapsedMs) > readingToleranceMs) return 'uptime-differs';
  const olderReceipt = previousAnchor !== undefined && previousAnchor.at > anchor.at;
  if (olderReceipt || elapsedMs < -readingToleranceMs || wentBack(body, previous)) return 'clock-backwards';
  const expectedWall = anchor.at + elapsedMs;
  const off = Math.abs(body.wall - expectedWall) > clocksDifferMs || body.wall > latestAt + clocksDifferMs;
  if (off) return 'clock-off';
  // Time that passed by the kiosk's own count and not by ours is time that was played twice.
  if (Math.max(latestAt - anchor.at, elapsedMs) > maxOfflineMs) return 'offline-too-long';
  return null;
}

function wentBack(body: RecordBody, previous: RecordBody | undefined): boolean {
  if (!previous || previous.boot !== body.boot) return false;
  return body.wall < previous.wall - steeredBackMs || body.mono < previous.mono;
}

/**
 * Whether a record was made while a certificate held that ends at `endsAt`: provably, or by the kiosk's own count of
 * the time since its newest receipt, where that count shows no sign of a moved clock.
 */
export function madeBefore(
  endsAt: number,
  body: RecordBody,
  time: ProvenTime,
  anchor: TimeReceipt | undefined,
): boolean {
  if (time.latestAt <= endsAt) return true;
  const trusted = anchor && (time.sign === null || time.sign === 'offline-too-long');
  return trusted ? anchor.at + (body.mono - anchor.clock.mono) <= endsAt : false;
}
