import type { RecordData, SignedRecord } from '../../../../sync/contract/records.ts';
import type { Statement, StatementKind } from '../../../../sync/contract/statements.ts';
import { type BundleParts, type LogEntry, writeBundle } from '../../../../sync/evidence/bundle.ts';
import { canonicalJson } from '../../../../sync/evidence/canonical-json.ts';
import type { Signer } from '../../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../../sync/evidence/statement.ts';
import { receiptId } from '../../../../sync/evidence/time.ts';
import { consistencyProof } from '../../../../sync/evidence/tlog/merkle-tree.ts';
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
    entries.push({ device: body.device, seq: body.seq, index, hashes: await log.path(index) });
  }
  return { checkpoint: await log.checkpoint(), entries };
}

export async function consistencyOf(log: SampleLog, from: number, to = log.tree.size) {
  const proof = await consistencyProof(from, to, log.tree);
  const hashes = proof.map((hash) => Buffer.from(hash).toString('base64'));
  return { checkpoint: await log.checkpoint(to), from, hashes, to };
}

/** The item of the pull API that gives out this check-in; `log`: its tlog-proof. */
export function itemOf(record: SignedRecord, shown: Shown, certificateAt: number, log: string) {
  const { id, session, person, role, ...data } = record.body.data as RecordData<'check-in'>;
  const { outcome, direction, reason, minutes, method, at } = data;
  const decision = { outcome, direction, reason, minutes, method, at };
  const timeReceipt = shown.timeReceipts.find(({ body }) => receiptId(body) === record.body.anchor) ?? null;
  const acceptance = shown.acceptances.find(({ body }) => body.seq === record.body.seq && isOf(record, body));
  const certificate = shown.certificates[certificateAt];
  const proof = { certificate, bootKey: bootKeyBehind(record, shown.records), timeReceipt, acceptance, log };
  const time = { earliestAt: timeReceipt?.body.at ?? null, latestAt: acceptedAt };
  return { id, class: record.body.class, session, person, role, decision, time, record, proof };
}
export type Item = ReturnType<typeof itemOf>;

/** The item of the record of this `seq` in a log from its beginning, of which the server accepted all. */
export async function itemIn(shown: Shown, seq: number): Promise<Item> {
  const log = await serverLogOf(shown.records);
  const record = shown.records[seq - 1] as SignedRecord;
  return itemOf(record, shown, 0, await log.proof(seq - 1));
}

/** The boot key that a boot record brings. */
export function bootKeyOf(records: readonly SignedRecord[], seq: number): Statement<'boot-key'> {
  const boot = records.find(({ body }) => body.seq === String(seq)) as SignedRecord;
  return (boot.body.data as RecordData<'boot'>).key;
}

/** A bundle with boot keys that it shows apart from their records. */
export function withBootKeyLines(text: string, bootKeys: readonly Statement<'boot-key'>[]): string {
  const lines = bootKeys.map((key) => `${canonicalJson({ 'boot-key': key })}\n`);
  return text.replace('{"record":', () => `${lines.join('')}{"record":`);
}

/** The boot key that signed a record, from its own boot record; those of version 1 bring none. */
function bootKeyBehind({ key, body }: SignedRecord, records: readonly SignedRecord[]) {
  const boot = records.find((one) => one.body.kind === 'boot' && one.key === key && isOf(one, body));
  return (boot?.body.data as RecordData<'boot'> | undefined)?.key ?? null;
}

function isOf(record: SignedRecord, { device }: { readonly device: string }): boolean {
  return record.body.device === device;
}

/** The same, said by somebody else. */
export function resealed<K extends StatementKind>({ kind, body }: Statement<K>, by: Signer): Statement<K> {
  return sealStatement(kind as K, body, by);
}
