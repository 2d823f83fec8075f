import type { SignedRecord } from '../../sync/contract/records.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import type { DeviceIdentity } from '../../sync/evidence/chain.ts';
import { isSignedBy, parseRecord, recordDigest } from '../../sync/evidence/record.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import { readStatement } from '../storage/read-statement.ts';
import type { StoredRecord } from '../storage/record-store.ts';

export interface WholeRecord {
  readonly record: SignedRecord;
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
  identity: DeviceIdentity | undefined,
  serverKey: string,
): WholeRecord | undefined {
  try {
    return check(row, identity, serverKey);
  } catch {
    return undefined;
  }
}

function check(
  row: StoredRecord,
  identity: DeviceIdentity | undefined,
  serverKey: string,
): WholeRecord | undefined {
  const record = parseRecord(row.text);
  if (!record || !identity || !matchesRow(record, row)) return undefined;
  if (record.key !== identity.keyId || !isSignedBy(record, identity.publicKey)) return undefined;
  if (recordDigest(record) !== row.digest) return undefined;
  if (row.state !== 'changed' && row.state !== wholeState(row)) return undefined;
  if (row.held_for !== null) return row.acceptance === null ? { record, acceptance: undefined } : undefined;
  const acceptance = openStatement('acceptance', readStatement('acceptance', row.acceptance), serverKey);
  return acceptance && accepts(acceptance, row) ? { record, acceptance } : undefined;
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
