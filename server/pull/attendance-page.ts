import type { AttendanceItem, AttendancePage, PullQuery } from '../../sync/contract/pull.ts';
import type { RecordData } from '../../sync/contract/records.ts';
import { interpret, parseRecord } from '../../sync/evidence/record.ts';
import { groupBy } from '../group-by.ts';
import { type Projection, project } from '../ingest/project.ts';
import type { Context } from '../parts.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import type { Stores } from '../storage/stores.ts';
import { PageProofs } from '../transparency/page-proofs.ts';
import { changedDevice } from '../verify/check-device.ts';
import { checkRecord, type WholeRecord } from '../verify/check-record.ts';
import { sameProjections } from '../verify/compare-projections.ts';
import { DeviceCredentials } from '../verify/device-credentials.ts';
import { changedRecord, markChanged } from '../verify/mark-record.ts';

const defaultLimit = 100;

/**
 * Accepted check-ins after a cursor, each with its proofs. Each record is checked again as it goes out; one that was
 * edited since it was accepted is marked and left out, and comes later, at the end, should it be made whole.
 */
export async function attendancePage(context: Context, query: PullQuery): Promise<AttendancePage> {
  const { stores } = context;
  const cursor = query.cursor ?? '0';
  const entries = await stores.feed.after(Number(cursor), query.limit ?? defaultLimit, query.class);
  const found = await stores.records.byIds(entries.map((entry) => entry.recordId));
  const rows = entries.flatMap(({ recordId }) => found.get(recordId) ?? []);
  const items = await checkedItems(
    context,
    rows.filter(({ state }) => state === 'verified'),
  );
  return {
    items: [...items],
    withdrawn: rows.flatMap(toWithdrawal),
    nextCursor: String(entries.at(-1)?.feedIndex ?? cursor),
  };
}

async function checkedItems(
  context: Context,
  rows: readonly StoredRecord[],
): Promise<readonly AttendanceItem[]> {
  const { stores } = context;
  const serverKey = context.serverKey.publicKey;
  const credentials = await credentialsOf(stores, rows, serverKey);
  const proofs = await PageProofs.prepare(context, rows);
  const projected = await stores.projections.ofRecords(rows.map(({ id }) => id));
  const byRecord = groupBy(projected, ({ row }) => String(row.record_id));
  const items: AttendanceItem[] = [];
  for (const row of rows) {
    const whole = checkedRecord(row, byRecord.get(String(row.id)) ?? [], credentials, serverKey);
    const item = whole && (await toItem(whole, row, proofs));
    if (item) items.push(item);
    else
      await markChanged(
        context,
        row,
        isCertified(row, credentials) ? changedRecord(row) : changedDevice(row.device),
      );
  }
  return items;
}

async function credentialsOf(
  stores: Stores,
  rows: readonly StoredRecord[],
  serverKey: string,
): Promise<DeviceCredentials> {
  const devices = await stores.devices.list([...new Set(rows.map(({ device }) => device))]);
  return DeviceCredentials.load(stores, devices, serverKey);
}

/** Whether the registration of the record's device holds: if not, the record itself may be whole. */
function isCertified(row: StoredRecord, credentials: DeviceCredentials): boolean {
  const record = parseRecord(row.text);
  return record === undefined || credentials.of(record) !== undefined;
}

function checkedRecord(
  row: StoredRecord,
  found: readonly Projection[],
  credentials: DeviceCredentials,
  serverKey: string,
): WholeRecord | undefined {
  const whole = checkRecord(row, credentials, serverKey);
  const expected = whole && project(row.id, whole.record.body);
  return sameProjections(expected ? [expected] : [], found) ? whole : undefined;
}

/** Everything is taken from the record itself and from what was signed, nothing from a table. */
async function toItem(
  { record, credentials, acceptance }: WholeRecord,
  row: StoredRecord,
  proofs: PageProofs,
): Promise<AttendanceItem | undefined> {
  const read = interpret(record.body);
  if (read.kind !== 'known' || read.is.kind !== 'check-in' || !acceptance || !credentials) return undefined;
  const placed = placeOf(read.is.data, record.body.class);
  const log = placed && (await proofs.logProof(row));
  if (!placed || log === undefined) return undefined;
  const { reason, minutes, method, at } = read.is.data;
  const { direction, ...place } = placed;
  const timeReceipt = proofs.timeReceipt(record.body.anchor);
  return {
    ...place,
    decision: { outcome: 'accepted', direction, reason, minutes, method, at },
    // No tighter than what the item itself proves.
    time: { earliestAt: timeReceipt?.body.at ?? null, latestAt: acceptance.body.acceptedAt },
    record,
    proof: { ...credentials, timeReceipt, acceptance, log },
  };
}

function placeOf(data: RecordData<'check-in'>, classId: string | null) {
  const { id, session, person, role, direction, outcome } = data;
  if (outcome !== 'accepted' || !classId || !session || !person || !role || !direction) return undefined;
  return { id, class: classId, session, person, role, direction };
}

/** What was given out once and does not count any more. */
function toWithdrawal(row: StoredRecord): AttendancePage['withdrawn'] {
  if (row.held_for !== 'device-revoked' || row.class_id === null) return [];
  const read = parseRecord(row.text);
  const known = read && interpret(read.body);
  if (known?.kind !== 'known' || known.is.kind !== 'check-in') return [];
  const { device, seq, class_id: classId } = row;
  return [{ id: known.is.data.id, class: classId, device, seq: String(seq), reason: 'device-revoked' }];
}
