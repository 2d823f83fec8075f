import type { StoredRecord } from '../storage/record-store.ts';

/**
 * Pure: whether a record that was judged stands in the server's log, or outside it, as its state says. Nothing leaves
 * that log: one that stands in it and is not accepted was taken back by a revocation that we signed. `revokedFrom`:
 * from which record on nothing of the device counts, if it was revoked.
 */
export function isInItsPlace(row: StoredRecord, revokedFrom: bigint | undefined): boolean {
  const isRevoked = revokedFrom !== undefined && BigInt(row.seq) >= revokedFrom;
  if (row.held_for === 'device-revoked') return isRevoked;
  const isEntry = row.leaf_index !== null;
  return row.held_for === null ? isEntry && !isRevoked : !isEntry;
}

/**
 * Pure: whether a record that says that nobody judged it can be one: it stands after `judged`, the last that was, and
 * nothing came of it yet.
 */
export function isYetToJudge(row: StoredRecord, judged: bigint): boolean {
  const isNew = row.leaf_index === null && row.acceptance === null && row.held_for === null;
  return isNew && BigInt(row.seq) > judged;
}
