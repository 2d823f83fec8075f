import type { AttendanceItem, FirstAttendanceItem } from '../contract/pull.ts';
import { canonicalJson } from './canonical-json.ts';
import { afterSeq, certifiedAt } from './certificate.ts';
import { explainFault } from './explain-fault.ts';
import { explainSign } from './explain-sign.ts';
import { interpret, recordDigest } from './record.ts';
import { faultAlone } from './stands-alone.ts';
import { judgeTime, receiptId } from './time.ts';
import { verifyTlogProof } from './tlog/verify-tlog-proof.ts';
import { logKeysOf, readCertificate, readStatement, type Trust } from './trust.ts';

/** What is wrong with one item of the pull API, whose record stands alone; undefined when it holds. */
export function judgeItem(item: AttendanceItem | FirstAttendanceItem, trust: Trust): string | undefined {
  const { record, proof } = item;
  const read = readCertificate(trust, proof.certificate);
  if (!read.ok) return read.why;
  const bootKey = 'bootKey' in proof ? proof.bootKey : null;
  const fault = faultAlone(record, { certificate: read.body, bootKey });
  if (fault) return explainFault(fault);
  if (afterSeq(read.body) >= BigInt(record.body.seq)) return 'its certificate is for later records only';
  const refused = notAccepted(item, trust) ?? notTheDecision(item);
  if (refused !== undefined) return refused;
  // Only version 1 had neither: left out of a later item, they are kept back.
  if (!('log' in item.proof))
    return record.body.v === 1 ? undefined : 'it shows neither its time nor its place in the server’s log';
  return timeFault(item as AttendanceItem, trust) ?? logFault(item as AttendanceItem, trust);
}

function notAccepted(
  { record, proof }: AttendanceItem | FirstAttendanceItem,
  trust: Trust,
): string | undefined {
  const acceptance = readStatement(trust, 'acceptance', proof.acceptance);
  if (!acceptance) return 'the acceptance is not signed by a trusted key';
  const { device, seq, digest } = acceptance.body;
  const same = device === record.body.device && seq === record.body.seq && digest === recordDigest(record);
  return same ? undefined : 'the acceptance is of another record';
}

/** What the item says of the decision must be what the kiosk signed. */
function notTheDecision(item: AttendanceItem | FirstAttendanceItem): string | undefined {
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

/** The receipt that the record names must be the server's, and leave no sign of a moved clock. */
function timeFault(item: AttendanceItem, trust: Trust): string | undefined {
  const { record, proof } = item;
  const { body } = record;
  // Version 1 had no receipts; what was accepted then stays accepted.
  if (body.v === 1)
    return proof.timeReceipt ? 'it shows a time receipt that its record does not name' : notTheTime(item);
  const anchor = readStatement(trust, 'time-receipt', proof.timeReceipt)?.body;
  if (!anchor) return 'the time receipt is not signed by a trusted key';
  const named = receiptId(anchor) === body.anchor && anchor.device === body.device;
  if (!named || BigInt(anchor.seq) >= BigInt(body.seq))
    return 'the time receipt is not the one that its record names';
  const shown = notTheTime(item);
  if (shown !== undefined) return shown;
  const latestAt = proof.acceptance.body.acceptedAt;
  const facts = { anchor, previous: undefined, latestAt, maxOfflineMs: Number.POSITIVE_INFINITY };
  const proven = judgeTime(body, facts);
  if (proven.sign) return explainSign(proven.sign);
  const certified = certifiedAt([proof.certificate.body], body, proven, anchor);
  return certified ? undefined : 'it was written after the certificate of its device had run out';
}

function notTheTime({ proof, time }: AttendanceItem): string | undefined {
  const earliestAt = proof.timeReceipt?.body.at ?? null;
  const same = time.earliestAt === earliestAt && time.latestAt === proof.acceptance.body.acceptedAt;
  return same ? undefined : 'the time shown is not the proven one';
}

/** The record's own text is an entry of the server's log. */
function logFault({ record, proof }: AttendanceItem, trust: Trust): string | undefined {
  const keys = logKeysOf(trust);
  if (keys.length === 0) return undefined;
  const leaf = Buffer.from(canonicalJson(record), 'utf8');
  const verdicts = keys.map((logKey) => verifyTlogProof({ proof: proof.log, leaf, logKey }));
  const failed = verdicts.find((verdict) => !verdict.ok);
  if (verdicts.some((verdict) => verdict.ok) || !failed || failed.ok) return undefined;
  return `the log proof ${failed.why}`;
}
