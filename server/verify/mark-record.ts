import type { Context } from '../parts.ts';
import type { NewFinding } from '../storage/finding-store.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import { inTransaction } from '../storage/stores.ts';
import { finding } from './finding-text.ts';

type Marking = Pick<Context, 'database' | 'clock' | 'log'>;

/** What is said of a stored record that is no longer what was accepted. */
export function changedRecord(row: Pick<StoredRecord, 'device' | 'seq' | 'class_id'>): NewFinding {
  const subject = { kind: 'record', id: String(row.seq) } as const;
  return finding('record-changed', subject, { device: row.device, class: row.class_id });
}

/** From now on the record is shown as changed and given to nobody; `found` says why. */
export function markChanged(
  { database, clock, log }: Marking,
  row: StoredRecord,
  found: NewFinding = changedRecord(row),
): Promise<void> {
  log.warn(
    { device: row.device, seq: row.seq, found: found.code },
    'a stored record is not what was accepted',
  );
  return inTransaction(database, async (stores) => {
    await stores.records.setState(row.id, 'changed');
    await stores.findings.add(found, clock.now(), true);
  });
}
