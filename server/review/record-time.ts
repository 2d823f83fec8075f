import { isOf } from '../../sync/base/parse.ts';
import { type RecordTime, TimeSign } from '../../sync/contract/review.ts';
import type { StoredRecord } from '../storage/record-store.ts';

type TimeColumns = Pick<StoredRecord, 'received_at' | 'earliest_at' | 'latest_at' | 'time_sign'>;

/**
 * Pure: between which instants a stored record was provably written. Those of version 0.1, and those that were
 * withheld before their time was looked at, prove only that they were written before they came.
 */
export function recordTime(row: TimeColumns): RecordTime {
  if (row.latest_at === null) return { earliestAt: null, latestAt: row.received_at, sign: 'no-anchor' };
  return { earliestAt: row.earliest_at, latestAt: row.latest_at, sign: readSign(row.time_sign) };
}

/** A sign that a later program wrote is not taken for none. */
function readSign(sign: string | null): TimeSign | null {
  if (sign === null) return null;
  return isOf(TimeSign, sign) ? sign : 'no-anchor';
}
