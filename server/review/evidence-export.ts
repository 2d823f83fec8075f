import type { SignedRecord } from '../../sync/contract/records.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { type BundleParts, type LogEntry, writeBundle } from '../../sync/evidence/bundle.ts';
import type { Context } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import type { StoredCheckpoint } from '../storage/merkle-store.ts';
import { readStatement } from '../storage/read-statement.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import { ServerLog } from '../transparency/server-log.ts';
import { certificatesOf } from '../verify/check-device.ts';

const chunkRecords = 500;

/**
 * The evidence of a class, as lines of a bundle: the whole log of every kiosk that wrote of it, for a chain
 * proves nothing in parts. Read in chunks, so that its size does not matter. What was edited in our store is left to
 * the reader of the bundle to miss or to name.
 */
export async function* evidenceLines(
  context: Context,
  devices: readonly KnownDevice[],
): AsyncGenerator<string> {
  const { clock, serverKey, stores } = context;
  const ids = devices.map(({ device }) => device);
  const start = { exportedAt: clock.now(), serverKey: serverKey.publicKey };
  const write = (parts: Partial<BundleParts>) => [...writeBundle({ ...start, ...nothing, ...parts })];
  const certificates = devices.flatMap((device) => allCertificates(device, serverKey.publicKey));
  const revocations = devices.flatMap(({ revocation }) => revocation ?? []);
  // Kiosks go on writing meanwhile: receipts are read before the records that they are for, and acceptances only
  // as far as the records went.
  const segmentReceipts = await stores.segmentFiles.receipts(ids);
  const ends = new Map<string, number>();
  yield* write({ certificates });
  // Each chunk is a bundle of its own without its header.
  for await (const rows of chunks(context, ids)) {
    for (const { device, seq } of rows) ends.set(device, seq);
    yield* write({ records: rows.map(({ text }) => text) }).slice(1);
  }
  for (const id of ids) {
    const timeReceipts = await stores.timeReceipts.between(id, 0, ends.get(id) ?? 0);
    yield* write({ timeReceipts }).slice(1);
  }
  yield* write({ revocations }).slice(1);
  const exported = (rows: readonly StoredRecord[]) =>
    rows.filter(({ device, seq }) => seq <= (ends.get(device) ?? 0));
  for await (const rows of chunks(context, ids)) {
    yield* write({ acceptances: exported(rows).flatMap(({ acceptance }) => read(acceptance)) }).slice(1);
  }
  const log = new ServerLog(stores.merkle, serverKey);
  const checkpoint = await log.checkpoint(clock.now());
  yield* write({ checkpoint: await log.noteOf(checkpoint) }).slice(1);
  for await (const rows of chunks(context, ids)) {
    yield* write({ entries: await entriesOf(log, checkpoint, exported(rows)) }).slice(1);
  }
  yield* write({ segmentReceipts }).slice(1);
}

function allCertificates(device: KnownDevice, serverKey: string): readonly Statement<'device-certificate'>[] {
  const keys = [...new Set(device.certificates.map(({ keyId }) => keyId))];
  return keys.flatMap((keyId) => certificatesOf(device, serverKey, keyId));
}

/** Where accepted records stand in the server's log. */
async function entriesOf(
  log: ServerLog,
  checkpoint: StoredCheckpoint,
  rows: readonly StoredRecord[],
): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  for (const { device, seq, leaf_index: index, state } of rows) {
    if (state !== 'verified' || index === null || index >= checkpoint.size) continue;
    const hashes = await log.inclusion(index, checkpoint.size);
    entries.push({ device, seq: String(seq), index, hashes: hashes.map((hash) => hash.toString('base64')) });
  }
  return entries;
}

const nothing = {
  certificates: [] as Statement<'device-certificate'>[],
  records: [] as (SignedRecord | string)[],
  timeReceipts: [] as Statement<'time-receipt'>[],
  acceptances: [] as Statement<'acceptance'>[],
  revocations: [] as Statement<'revocation'>[],
  entries: [] as LogEntry[],
  segmentReceipts: [] as Statement<'segment-receipt'>[],
};

async function* chunks({ stores }: Context, devices: readonly string[]) {
  for (const device of devices) {
    for (let seq = 0; ; ) {
      const rows = await stores.records.after(device, seq, chunkRecords);
      yield rows;
      const last = rows.at(-1);
      if (!last || rows.length < chunkRecords) break;
      seq = last.seq;
    }
  }
}

/** A held record has none. */
function read(acceptance: string | null): Statement<'acceptance'>[] {
  const statement = readStatement('acceptance', acceptance);
  return statement ? [statement] : [];
}
