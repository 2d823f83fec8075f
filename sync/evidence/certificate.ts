import type { RecordBody } from '../contract/records.ts';
import type { StatementBody } from '../contract/statements.ts';
import { madeBefore, type ProvenTime, type TimeReceipt } from './time.ts';

type Certificate = StatementBody<'device-certificate'>;

/** A certificate holds so long, and is renewed while it holds: 90 days. */
export const certificateMs = 90 * 24 * 3_600_000;

/** When a certificate was given out, epoch ms. */
export function issuedAt(certificate: Certificate): number {
  return certificate.v === 1 ? certificate.registeredAt : certificate.issuedAt;
}

/** The record after which its key is the device's; those of version 1 are of first keys. */
export function afterSeq(certificate: Certificate): bigint {
  return certificate.v === 1 ? 0n : BigInt(certificate.afterSeq);
}

/** When it runs out, epoch ms; those of version 1 do not. */
export function expiresAt(certificate: Certificate): number {
  return certificate.v === 1 ? Number.POSITIVE_INFINITY : certificate.expiresAt;
}

/**
 * Whether a record was made while its device key was certified. A kiosk writes before any server knows it, so the
 * first certificate of a key reaches back; one that was renewed after the last had run out does not.
 */
export function certifiedAt(
  certificates: readonly Certificate[],
  body: RecordBody,
  time: ProvenTime,
  anchor: TimeReceipt | undefined,
): boolean {
  return spansOf(certificates).some(
    ({ from, until }) =>
      madeBefore(until, body, time, anchor) && (from === undefined || (time.earliestAt ?? 0) >= from),
  );
}

interface Span {
  /** Undefined: from the first record on. */
  readonly from: number | undefined;
  readonly until: number;
}

/** Certificates that follow each other without a break are one span. */
function spansOf(certificates: readonly Certificate[]): readonly Span[] {
  const spans: Span[] = [];
  for (const certificate of [...certificates].sort((a, b) => issuedAt(a) - issuedAt(b))) {
    const last = spans.at(-1);
    const until = expiresAt(certificate);
    if (!last) spans.push({ from: undefined, until });
    else if (issuedAt(certificate) <= last.until)
      spans[spans.length - 1] = { ...last, until: Math.max(last.until, until) };
    else spans.push({ from: issuedAt(certificate), until });
  }
  return spans;
}
