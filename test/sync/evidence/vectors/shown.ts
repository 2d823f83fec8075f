import type { RecordData, SignedRecord } from '../../../../sync/contract/records.ts';
import type { Statement } from '../../../../sync/contract/statements.ts';
import { type BundleParts, type LogEntry, writeBundle } from '../../../../sync/evidence/bundle.ts';
import { canonicalJson } from '../../../../sync/evidence/canonical-json.ts';
import { receiptId } from '../../../../sync/evidence/time.ts';
import { consistencyProof, inclusionProof } from '../../../../sync/evidence/tlog/merkle-tree.ts';
import { originOf } from '../../../../sync/evidence/tlog/origin.ts';
import { server } from '../sample-evidence.ts';
import { logParty, SampleLog } from '../tlog/sample-log.ts';
import { acceptedAt } from './story-log.ts';

/** What a bundle shows, in lists that can be changed. */
export type Shown = Omit<BundleParts, 'exportedAt' | 'serverKey'> & {
  readonly certificates: readonly Statement<'device-certificate'>[];
  readonly records: readonly SignedRecord[];
  readonly timeReceipts: readonly Statement<'time-receipt'>[];
  readonly acceptances: readonly Statement<'acceptance'>[];
  readonly entries: readonly LogEntry[];
};

export function bundleText(shown: Shown): string {
  return [...writeBundle({ exportedAt: acceptedAt, serverKey: server.publicKey, ...shown })].join('');
}

/** The server's log of these records, in the order of their acceptance. */
export async function serverLogOf(accepted: readonly SignedRecord[], by = server): Promise<SampleLog> {
  const log = new SampleLog(logParty(originOf(by.publicKey), by));
  await log.append(accepted.map(canonicalJson));
  return log;
}

/** The newest checkpoint, and where each record stands in its tree. */
export async function entriesOf(log: SampleLog, accepted: readonly SignedRecord[]) {
  const entries: LogEntry[] = [];
  for (const [index, { body }] of accepted.entries()) {
    const hashes = base64Of(await inclusionProof(index, log.tree.size, log.tree));
    entries.push({ device: body.device, seq: body.seq, index, hashes });
  }
  return { checkpoint: await log.checkpoint(), entries };
}

export async function consistencyOf(log: SampleLog, from: number, to = log.tree.size) {
  const hashes = base64Of(await consistencyProof(from, to, log.tree));
  return { checkpoint: await log.checkpoint(to), from, hashes, to };
}

/** The item of the pull API that gives out this check-in; `log`: its tlog-proof. */
export function itemOf(record: SignedRecord, shown: Shown, certificateAt: number, log: string) {
  const { id, session, person, role, ...data } = record.body.data as RecordData<'check-in'>;
  const { outcome, direction, reason, minutes, method, at } = data;
  const decision = { outcome, direction, reason, minutes, method, at };
  const timeReceipt = shown.timeReceipts.find(({ body }) => receiptId(body) === record.body.anchor);
  const acceptance = shown.acceptances.find(({ body }) => body.seq === record.body.seq && isOf(record, body));
  const certificate = shown.certificates[certificateAt];
  const proof = { certificate, bootKey: bootKeyOf(record, shown.records), timeReceipt, acceptance, log };
  const time = { earliestAt: timeReceipt?.body.at ?? null, latestAt: acceptedAt };
  return { id, class: record.body.class, session, person, role, decision, time, record, proof };
}
export type Item = ReturnType<typeof itemOf>;

/** The boot key that signed a record, from its own boot record. */
function bootKeyOf({ key, body }: SignedRecord, records: readonly SignedRecord[]) {
  const boot = records.find((one) => one.body.kind === 'boot' && one.key === key && isOf(one, body));
  return boot ? (boot.body.data as RecordData<'boot'>).key : null;
}

function isOf(record: SignedRecord, { device }: { readonly device: string }): boolean {
  return record.body.device === device;
}

function base64Of(hashes: readonly Uint8Array[]): string[] {
  return hashes.map((hash) => Buffer.from(hash).toString('base64'));
}
