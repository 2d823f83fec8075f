import type { SignedRecord } from '../../sync/contract/records.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { writeBundle } from '../../sync/evidence/bundle.ts';
import type { Context } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import { readStatement } from '../storage/read-statement.ts';
import { certificateOf } from '../verify/check-device.ts';

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
  const certificates = devices.flatMap((device) => certificateOf(device, serverKey.publicKey) ?? []);
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
  for await (const rows of chunks(context, ids)) {
    const exported = rows.filter(({ device, seq }) => seq <= (ends.get(device) ?? 0));
    yield* write({ acceptances: exported.flatMap(({ acceptance }) => read(acceptance)) }).slice(1);
  }
  yield* write({ segmentReceipts }).slice(1);
}

type BundleParts = Parameters<typeof writeBundle>[0];
const nothing = {
  certificates: [] as Statement<'device-certificate'>[],
  records: [] as (SignedRecord | string)[],
  acceptances: [] as Statement<'acceptance'>[],
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
