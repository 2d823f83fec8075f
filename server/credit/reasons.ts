import type { CreditReason, CreditReasonCode, RecordRef, Weighs } from '../../sync/contract/credit.ts';
import type { Source } from '../../sync/contract/policy.ts';

const mostRecords = 20;

interface Told {
  readonly source: Source;
  readonly records?: readonly RecordRef[];
  readonly about?: CreditReason['about'];
}

/** `records` must be in order: `inOrder` puts them so. */
export function reason(
  weighs: Weighs,
  code: CreditReasonCode,
  { source, records = [], about = {} }: Told,
): CreditReason {
  return { code, weighs, records: records.slice(0, mostRecords), about, source };
}

/** By device and sequence: whatever order rows came in, the same bytes. */
export function inOrder(records: readonly RecordRef[]): RecordRef[] {
  return [...records].sort(byPlace);
}

export function byPlace(a: RecordRef, b: RecordRef): number {
  if (a.device !== b.device) return a.device < b.device ? -1 : 1;
  return a.seq.length === b.seq.length
    ? a.seq < b.seq
      ? -1
      : Number(a.seq > b.seq)
    : a.seq.length - b.seq.length;
}

/** By the kiosk's clock, and where two show the same moment by their place in the logs. */
export function byTime<T extends { readonly at: number; readonly record: RecordRef }>(a: T, b: T): number {
  return a.at - b.at || byPlace(a.record, b.record);
}
