import type { SignedRecord } from '../../sync/contract/records.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { parseRecord, recordDigest } from '../../sync/evidence/record.ts';
import { faultAlone } from '../../sync/evidence/stands-alone.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import { readStatement } from '../storage/read-statement.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import type { DeviceCredentials, RecordCredentials } from './device-credentials.ts';

export interface WholeRecord {
  readonly record: SignedRecord;
  /** Absent for a record that is held for its signature. */
  readonly credentials: RecordCredentials | undefined;
  /** Absent when the record is held. */
  readonly acceptance: Statement<'acceptance'> | undefined;
}

/**
 * Pure: reads a stored record as if nothing about its row could be believed. Its text must be the device's own
 * signed record, and every column beside it, and our signed acceptance, must say the same. Undefined if not, and
 * whatever the row holds, no fault: one edited row must not end the reading of all the others.
 */
export function checkRecord(
  row: StoredRecord,
  credentials: DeviceCredentials,
  serverKey: string,
): WholeRecord | undefined {
  try {
    return check(row, credentials, serverKey);
  } catch {
    return undefined;
  }
}

function check(
  row: StoredRecord,
  credentials: DeviceCredentials,
  serverKey: string,
): WholeRecord | undefined {
  const record = parseRecord(row.text);
  if (!record || !matchesRow(record, row) || recordDigest(record) !== row.digest) return undefined;
  const own = credentials.of(record);
  const signed = own && !faultAlone(record, { ...own, certificate: own.certificate.body });
  if (row.state !== 'changed' && row.state !== wholeState(row)) return undefined;
  if (row.held_for !== null) return heldRecord(row, record, signed ? own : undefined);
  const acceptance = openStatement('acceptance', readStatement('acceptance', row.acceptance), serverKey);
  return signed && acceptance && accepts(acceptance, row)
    ? { record, credentials: own, acceptance }
    : undefined;
}

/** One that is held for its signature is whole when that is all that is wrong with it. */
function heldRecord(
  row: StoredRecord,
  record: SignedRecord,
  credentials: RecordCredentials | undefined,
): WholeRecord | undefined {
  if (row.acceptance !== null) return undefined;
  const unsigned = row.held_for === 'bad-signature';
  return unsigned || credentials ? { record, credentials, acceptance: undefined } : undefined;
}

/** The state of a record that is as it was accepted. */
export function wholeState(row: Pick<StoredRecord, 'held_for'>): 'held' | 'verified' {
  return row.held_for === null ? 'verified' : 'held';
}

function matchesRow({ body }: SignedRecord, row: StoredRecord): boolean {
  return (
    body.device === row.device &&
    body.seq === String(row.seq) &&
    body.class === row.class_id &&
    body.kind === row.kind
  );
}

function accepts({ body }: Statement<'acceptance'>, row: StoredRecord): boolean {
  return body.device === row.device && body.seq === String(row.seq) && body.digest === row.digest;
}
