import type { AttendanceItem, AttendancePage, PullQuery } from '../../sync/contract/pull.ts';
import type { RecordData } from '../../sync/contract/records.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import type { DeviceIdentity } from '../../sync/evidence/chain.ts';
import { interpret } from '../../sync/evidence/record.ts';
import { groupBy } from '../group-by.ts';
import { type Projection, project } from '../ingest/project.ts';
import type { Context } from '../parts.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import { certificateOf, changedDevice } from '../verify/check-device.ts';
import { checkRecord, type WholeRecord } from '../verify/check-record.ts';
import { sameProjections } from '../verify/compare-projections.ts';
import { changedRecord, markChanged } from '../verify/mark-record.ts';

const defaultLimit = 100;

/**
 * Accepted check-ins after a cursor. Each record is checked again as it goes out; one that was edited since it
 * was accepted is marked and left out, and comes later, at the end, should it be made whole.
 */
export async function attendancePage(context: Context, query: PullQuery): Promise<AttendancePage> {
  const { stores } = context;
  const serverKey = context.serverKey.publicKey;
  const cursor = query.cursor ?? '0';
  const entries = await stores.feed.after(Number(cursor), query.limit ?? defaultLimit, query.class);
  const ids = entries.map((entry) => entry.recordId);
  const records = await stores.records.byIds(ids);
  const projections = groupBy(await stores.projections.ofRecords(ids), ({ row }) => String(row.record_id));
  const known = await stores.devices.all();
  const devices = new Map(known.map((device) => [device.device, device]));
  const certificates = new Map(known.map((device) => [device.device, certificateOf(device, serverKey)]));
  const items: AttendanceItem[] = [];
  for (const id of ids) {
    const row = records.get(id);
    if (!row) continue;
    const certificate = certificates.get(row.device);
    const found = projections.get(String(id)) ?? [];
    const whole = checkedRecord(row, found, devices.get(row.device), serverKey);
    const item = whole && certificate && toItem(whole, certificate);
    if (item) items.push(item);
    else await markChanged(context, row, certificate ? changedRecord(row) : changedDevice(row.device));
  }
  return { items, nextCursor: String(entries.at(-1)?.feedIndex ?? cursor) };
}

function checkedRecord(
  row: StoredRecord,
  found: readonly Projection[],
  device: DeviceIdentity | undefined,
  serverKey: string,
): WholeRecord | undefined {
  const whole = checkRecord(row, device, serverKey);
  const expected = whole && project(row.id, whole.record.body);
  return sameProjections(expected ? [expected] : [], found) ? whole : undefined;
}

/** Everything is taken from the record itself, nothing from a table. */
function toItem(
  { record, acceptance }: WholeRecord,
  certificate: Statement<'device-certificate'>,
): AttendanceItem | undefined {
  const read = interpret(record.body);
  if (read.kind !== 'known' || read.is.kind !== 'check-in' || !acceptance) return undefined;
  const placed = placeOf(read.is.data, record.body.class);
  if (!placed) return undefined;
  const { reason, minutes, method, at } = read.is.data;
  const { direction, ...place } = placed;
  return {
    ...place,
    decision: { outcome: 'accepted', direction, reason, minutes, method, at },
    record,
    proof: { certificate, acceptance },
  };
}

function placeOf(data: RecordData<'check-in'>, classId: string | null) {
  const { id, session, person, role, direction, outcome } = data;
  if (outcome !== 'accepted' || !classId || !session || !person || !role || !direction) return undefined;
  return { id, class: classId, session, person, role, direction };
}
