import type { AttendanceItem } from '../../../sync/contract/pull.ts';
import type { RecordData, SignedRecord } from '../../../sync/contract/records.ts';
import type { Statement } from '../../../sync/contract/statements.ts';
import { writeBundle } from '../../../sync/evidence/bundle.ts';
import { readLine } from '../../../sync/evidence/bundle-line.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { deviceIdOf, memoryKey, type Signer } from '../../../sync/evidence/keys.ts';
import { recordDigest } from '../../../sync/evidence/record.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { Verifier } from '../../../sync/evidence/verifier.ts';
import { checkInData, LogWriter } from '../../helpers/log-writer.ts';

export const server = memoryKey('Ed25519');
export const video = Buffer.from('a segment of video');

export interface Evidence {
  readonly writer: LogWriter;
  readonly device: string;
  readonly certificate: Statement<'device-certificate'>;
  readonly acceptances: readonly Statement<'acceptance'>[];
}

/** A log with the server's word on it; of three check-ins and a segment, if nothing else is written. */
export function evidence(write: (writer: LogWriter) => void = writeThreeAndVideo): Evidence {
  const signer = memoryKey('ES256');
  const writer = new LogWriter(deviceIdOf(signer.publicKey), signer);
  write(writer);
  const { device } = writer.identity;
  return {
    writer,
    device,
    certificate: certify(device, signer.publicKey),
    acceptances: writer.records.map((record) => accept(record)),
  };
}

function writeThreeAndVideo(writer: LogWriter): void {
  for (let i = 0; i < 3; i += 1) writer.append('check-in', checkInData({ id: `chk_${i}` }));
  const place = { lesson: 'les_1', session: 'ses_1', camera: 'room', startAt: 1, endAt: 2 } as const;
  writer.append('segment', { ...place, sha256: sha256(video), sizeBytes: video.length, initBytes: 4 });
}

export function certify(device: string, publicKey: string, by: Signer = server, registeredAt = 1) {
  return sealStatement('device-certificate', { v: 1, device, publicKey, registeredAt }, by);
}

export function accept(record: SignedRecord, digest = recordDigest(record)): Statement<'acceptance'> {
  const { device, seq } = record.body;
  return sealStatement('acceptance', { v: 1, device, seq, digest, acceptedAt: 5 }, server);
}

/** The lines of a bundle: header, certificate, records, acceptances. */
export function linesOf({ writer, certificate, acceptances }: Evidence): string[] {
  const start = { exportedAt: 9, serverKey: server.publicKey, segmentReceipts: [] };
  return [...writeBundle({ ...start, certificates: [certificate], records: writer.records, acceptances })];
}

/** The item of the pull API that gives out record `index`. */
export function itemOf({ writer, certificate, acceptances }: Evidence, index = 0): AttendanceItem {
  const record = writer.records[index] as SignedRecord;
  const { id, session, person, role, ...data } = record.body.data as RecordData<'check-in'>;
  const { outcome, direction, reason, minutes, method, at } = data;
  const decision = { outcome, direction, reason, minutes, method, at };
  const proof = { certificate, acceptance: acceptances[index] };
  return { id, class: record.body.class, session, person, role, decision, record, proof } as AttendanceItem;
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
