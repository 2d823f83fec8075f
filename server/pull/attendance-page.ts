import type { AttendanceItem, AttendancePage, PullQuery } from '../../sync/contract/pull.ts';
import type { RecordData } from '../../sync/contract/records.ts';
import { interpret } from '../../sync/evidence/record.ts';
import { project } from '../ingest/project.ts';
import type { Context } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import { checkRecord, type WholeRecord } from '../verify/check-record.ts';
import { sameProjections } from '../verify/compare-projections.ts';
import { markChanged } from '../verify/mark-record.ts';

const defaultLimit = 100;

/**
 * Accepted check-ins after a cursor. Each record is checked again as it goes out; one that was edited since it
 * was accepted is marked and left out, and comes later, at the end, should it be made whole.
 */
export async function attendancePage(context: Context, query: PullQuery): Promise<AttendancePage> {
  const { stores } = context;
  const cursor = query.cursor ?? '0';
  const entries = await stores.feed.after(Number(cursor), query.limit ?? defaultLimit, query.class);
  const records = await stores.records.byIds(entries.map((entry) => entry.recordId));
  const devices = new Map((await stores.devices.all()).map((device) => [device.device, device]));
  const items: AttendanceItem[] = [];
  for (const { recordId } of entries) {
    const row = records.get(recordId);
    if (!row) continue;
    const item = await checkedItem(context, row, devices.get(row.device));
    if (item) items.push(item);
    else await markChanged(context, row);
  }
  return { items, nextCursor: String(entries.at(-1)?.feedIndex ?? cursor) };
}

async function checkedItem(
  { stores, serverKey }: Context,
  row: StoredRecord,
  device: KnownDevice | undefined,
): Promise<AttendanceItem | undefined> {
  const whole = checkRecord(row, device, serverKey.publicKey);
  if (!whole || !device) return undefined;
  const expected = project(row.id, whole.record.body);
  const found = await stores.projections.ofRecords(row.id, row.id);
  return sameProjections(expected ? [expected] : [], found) ? toItem(whole, device) : undefined;
}

/** Everything is taken from the record itself, nothing from a table. */
function toItem({ record, acceptance }: WholeRecord, device: KnownDevice): AttendanceItem | undefined {
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
    proof: { certificate: device.certificate, acceptance },
  };
}

function placeOf(data: RecordData<'check-in'>, classId: string | null) {
  const { id, session, person, role, direction, outcome } = data;
  if (outcome !== 'accepted' || !classId || !session || !person || !role || !direction) return undefined;
  return { id, class: classId, session, person, role, direction };
}
