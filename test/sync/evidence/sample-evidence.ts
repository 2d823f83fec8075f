import type { AttendanceItem, FirstAttendanceItem } from '../../../sync/contract/pull.ts';
import type { RecordBody, RecordData, SignedRecord } from '../../../sync/contract/records.ts';
import type { Statement, StatementBody } from '../../../sync/contract/statements.ts';
import { type LogEntry, writeBundle } from '../../../sync/evidence/bundle.ts';
import { readLine } from '../../../sync/evidence/bundle-line.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { certificateMs } from '../../../sync/evidence/certificate.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { deviceIdOf, memoryKey, type Signer } from '../../../sync/evidence/keys.ts';
import { recordDigest } from '../../../sync/evidence/record.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { receiptId } from '../../../sync/evidence/time.ts';
import { inclusionProof } from '../../../sync/evidence/tlog/merkle-tree.ts';
import { originOf } from '../../../sync/evidence/tlog/origin.ts';
import { Verifier } from '../../../sync/evidence/verifier.ts';
import { checkInData, LogWriter } from '../../helpers/log-writer.ts';
import { logParty, SampleLog } from './tlog/sample-log.ts';

export const server = memoryKey('Ed25519');
export const video = Buffer.from('a segment of video');
/** When the kiosk had the server's word on the time, before its first record; its wall clock agreed. */
export const contactAt = 1_800_000_000_000;
const acceptedAt = contactAt + 60_000;

export interface Evidence {
  readonly writer: LogWriter;
  readonly device: string;
  readonly certificate: Statement<'device-certificate'>;
  readonly timeReceipts: readonly Statement<'time-receipt'>[];
  readonly revocations: readonly Statement<'revocation'>[];
  readonly acceptances: readonly Statement<'acceptance'>[];
  /** Every record is an entry of the server's log, in its order. */
  readonly checkpoint: string | undefined;
  readonly entries: readonly LogEntry[];
  /** The tlog-proof of each record. */
  readonly proofs: readonly string[];
}

/** A log with the server's word on it; of three check-ins and a segment, if nothing else is written. */
export async function evidence(write: (writer: LogWriter) => void = writeThreeAndVideo): Promise<Evidence> {
  const signer = memoryKey('ES256');
  const writer = new LogWriter(deviceIdOf(signer.publicKey), signer);
  const receipt = receiptFor(writer);
  writer.anchor = receiptId(receipt.body);
  write(writer);
  const { device } = writer.identity;
  return {
    writer,
    device,
    certificate: certify(device, signer.publicKey),
    timeReceipts: [receipt],
    revocations: [],
    acceptances: writer.records.map((record) => accept(record)),
    ...(await entered(writer.records)),
  };
}

/** The same evidence when the server has accepted its first `count` records and no more. */
export async function acceptedUpTo(count: number, whole: Evidence): Promise<Evidence> {
  const acceptances = whole.acceptances.slice(0, count);
  return { ...whole, acceptances, ...(await entered(whole.writer.records.slice(0, count))) };
}

/** What the server's log says of these records when it holds them and nothing else. */
export async function entered(records: readonly SignedRecord[], before: readonly string[] = []) {
  const log = new SampleLog(logParty(originOf(server.publicKey), server));
  await log.append([...before, ...records.map(canonicalJson)]);
  const entries: LogEntry[] = [];
  const proofs: string[] = [];
  for (const [offset, { body }] of records.entries()) {
    const index = before.length + offset;
    const hashes = await inclusionProof(index, log.tree.size, log.tree);
    const { device, seq } = body;
    entries.push({ device, seq, index, hashes: hashes.map((hash) => Buffer.from(hash).toString('base64')) });
    proofs.push(await log.proof(index));
  }
  return { checkpoint: await log.checkpoint(), entries, proofs };
}

export function writeThreeAndVideo(writer: LogWriter, change: Partial<RecordBody> = {}): void {
  for (let i = 0; i < 3; i += 1) writer.append('check-in', checkInData({ id: `chk_${i}` }), change);
  const place = { lesson: 'les_1', session: 'ses_1', camera: 'room', startAt: 1, endAt: 2 } as const;
  const data = { ...place, sha256: sha256(video), sizeBytes: video.length, initBytes: 4 };
  writer.append('segment', data, change);
}

/** A receipt for the place where the log stands, when the clocks had counted from zero. */
export function receiptFor(
  { identity, head, boot }: LogWriter,
  change: Partial<StatementBody<'time-receipt'>> = {},
  by: Signer = server,
): Statement<'time-receipt'> {
  const clock = { boot, mono: 0, uptime: 0, wall: contactAt };
  const place = { device: identity.device, seq: String(head.seq), head: head.digest };
  const nonce = `nonce-of-${head.seq}-at-the-contact`;
  return sealStatement('time-receipt', { v: 1, nonce, at: contactAt, clock, ...place, ...change }, by);
}

type Certificate = Extract<StatementBody<'device-certificate'>, { v: 2 }>;

export function certify(
  device: string,
  publicKey: string,
  by: Signer = server,
  change: Partial<Certificate> = {},
): Statement<'device-certificate'> {
  const life = { issuedAt: 1, expiresAt: contactAt + certificateMs };
  const key = { device, publicKey, suite: 'ES256', afterSeq: '0' } as const;
  return sealStatement('device-certificate', { v: 2, ...key, ...life, ...change }, by);
}

export function accept(record: SignedRecord, digest = recordDigest(record)): Statement<'acceptance'> {
  const { device, seq } = record.body;
  return sealStatement('acceptance', { v: 1, device, seq, digest, acceptedAt }, server);
}

/**
 * The lines of a bundle. Of the sample, by index: 0 header, 1 certificate, 2–5 records, 6 time receipt,
 * 7–10 acceptances, 11 checkpoint, 12–15 entries.
 */
export function linesOf({ writer, certificate, ...rest }: Evidence): string[] {
  const start = { exportedAt: 9, serverKey: server.publicKey, segmentReceipts: [] };
  return [...writeBundle({ ...start, ...rest, certificates: [certificate], records: writer.records })];
}

/** The item of the pull API that gives out record `index`. */
export function itemOf(
  { writer, certificate, acceptances, timeReceipts, proofs }: Evidence,
  index = 0,
): AttendanceItem {
  const record = writer.records[index] as SignedRecord;
  const timeReceipt = timeReceipts[0] ?? null;
  const acceptance = acceptances[index];
  const proof = { certificate, bootKey: null, timeReceipt, acceptance, log: proofs[index] };
  const time = { earliestAt: timeReceipt?.body.at ?? null, latestAt: acceptedAt };
  return { ...decided(record), time, record, proof } as AttendanceItem;
}

/** The same as version 0.1 gave it out. */
export function firstItemOf({ writer, certificate, acceptances }: Evidence, index = 0): FirstAttendanceItem {
  const record = writer.records[index] as SignedRecord;
  const proof = { certificate, acceptance: acceptances[index] };
  return { ...decided(record), record, proof } as FirstAttendanceItem;
}

function decided(record: SignedRecord) {
  const { id, session, person, role, ...data } = record.body.data as RecordData<'check-in'>;
  const { outcome, direction, reason, minutes, method, at } = data;
  const decision = { outcome, direction, reason, minutes, method, at };
  return { id, class: record.body.class, session, person, role, decision };
}

/** Feeds bundles, each as its lines, to a verifier that trusts `keys`. */
export function verifyLines(bundles: readonly string[][], keys = [server.publicKey]): Verifier {
  const verifier = new Verifier(keys);
  for (const lines of bundles) {
    for (const [index, text] of lines.entries())
      verifier.addLine(readLine(text.replace(/\n$/, ''), index + 1), index + 1);
  }
  return verifier;
}

/** Feeds one page of items to a verifier that trusts `keys`. */
export function verifyItems(items: readonly unknown[], keys = [server.publicKey]): Verifier {
  const verifier = new Verifier(keys);
  verifier.addPage('page.json', { items, nextCursor: '3' });
  return verifier;
}
