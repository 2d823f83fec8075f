import type { AttendanceItem } from '../contract/pull.ts';
import type { DeviceIdentity } from './chain.ts';
import { standsAlone } from './device-logs.ts';
import { explainFault } from './explain-fault.ts';
import { interpret, recordDigest } from './record.ts';
import { readStatement, type Trust } from './trust.ts';

/** What is wrong with one item of the pull API, whose record stands alone; undefined when it holds. */
export function judgeItem(
  item: AttendanceItem,
  identity: DeviceIdentity | undefined,
  trust: Trust,
): string | undefined {
  const { record } = item;
  if (!identity) return explainFault('not-certified');
  const fault = standsAlone(record, identity);
  if (fault) return explainFault(fault);
  return notAccepted(item, trust) ?? notTheDecision(item);
}

function notAccepted({ record, proof }: AttendanceItem, trust: Trust): string | undefined {
  const acceptance = readStatement(trust, 'acceptance', proof.acceptance);
  if (!acceptance) return 'the acceptance is not signed by a trusted key';
  const { device, seq, digest } = acceptance.body;
  const same = device === record.body.device && seq === record.body.seq && digest === recordDigest(record);
  return same ? undefined : 'the acceptance is of another record';
}

/** What the item says of the decision must be what the kiosk signed. */
function notTheDecision(item: AttendanceItem): string | undefined {
  const read = interpret(item.record.body);
  if (read.kind !== 'known' || read.is.kind !== 'check-in') return 'its record is not a check-in';
  const signed = read.is.data;
  if (signed.outcome !== 'accepted') return 'its record is not an accepted check-in';
  const fields = ['outcome', 'direction', 'reason', 'minutes', 'method', 'at'] as const;
  const same =
    fields.every((field) => item.decision[field] === signed[field]) &&
    (['id', 'person', 'session', 'role'] as const).every((field) => item[field] === signed[field]) &&
    item.class === item.record.body.class;
  return same ? undefined : 'the decision shown is not the one in the record';
}
