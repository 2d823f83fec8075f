import { isOf } from '../../sync/base/parse.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import { FindingCode } from '../../sync/contract/findings.ts';
import type { HeldCheckIn, HeldCheckIns } from '../../sync/contract/review.ts';
import { interpret, parseRecord } from '../../sync/evidence/record.ts';
import type { Context } from '../parts.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import { finding } from '../verify/finding-text.ts';
import { maskedNameOf } from './check-in-line.ts';
import { findPlan } from './find-class.ts';
import { recordTime } from './record-time.ts';

/** Somebody may send as many as they like; the page stays readable. */
const listed = 500;

/**
 * Check-ins of a class that are kept and do not count, newest first. They have no rows in the tables of verified
 * records, and are read from the records themselves. Throws `not_found`.
 */
export async function heldCheckIns(context: Context, classId: string): Promise<HeldCheckIns> {
  const plan = await findPlan(context, classId);
  const { records } = context.stores;
  const rows = await records.heldCheckIns(classId, listed);
  return {
    checkIns: rows.map((row) => toHeld(row, plan)),
    count: await records.countOfClass(classId, 'held', 'check-in'),
    waiting: await records.countOfClass(classId, 'received'),
  };
}

function toHeld(row: StoredRecord, plan: ClassPlan): HeldCheckIn {
  const { device, digest, text } = row;
  const seq = String(row.seq);
  // A reason that this program does not know is not taken for none.
  const heldFor = isOf(FindingCode, row.held_for) ? row.held_for : 'malformed-record';
  const { message, messageEn } = finding(heldFor, { kind: 'record', id: seq }, { device });
  const why = { heldFor, message, messageEn };
  return { device, seq, digest, time: recordTime(row), ...why, says: readCheckIn(text, plan) };
}

/** What the record says, believed or not; null when it cannot be read as a check-in. */
function readCheckIn(text: string, plan: ClassPlan): HeldCheckIn['says'] {
  const record = parseRecord(text);
  const read = record && interpret(record.body);
  if (read?.kind !== 'known' || read.is.kind !== 'check-in') return null;
  const { id, person, at, method, outcome, direction, reason, minutes, evidence } = read.is.data;
  const { score } = evidence;
  const maskedName = maskedNameOf(person, plan);
  return { id, person, maskedName, at, method, outcome, direction, reason, minutes, score };
}
