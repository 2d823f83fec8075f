import type { RecordBatchAnswer } from '../../sync/contract/device-api.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import type { ChainHead } from '../../sync/evidence/chain.ts';
import { openStatement, sealStatement } from '../../sync/evidence/statement.ts';
import type { Context } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { finding } from '../verify/finding-text.ts';
import { badHead } from './device-faults.ts';
import { type Fresh, type Judged, judgeBatch } from './judge-batch.ts';

/** In one batch. A kiosk that sends so many has more. */
export const mostRecords = 500;

export interface Batch {
  readonly head: Statement<'head'>;
  readonly records: readonly unknown[];
}

/**
 * Takes the records of one kiosk into the store: the signature over the batch's end and the chain up to it are
 * checked, then records and the log's new head are stored in one transaction. Each record's own signature is checked
 * afterwards, by the `Acceptor`: until then it is `received` and counts for nothing. Records that are stored already
 * change nothing. Stops at the first record that does not follow; those before it are stored when the device signed
 * the request that brought them, too.
 */
export async function ingestBatch(
  context: Context,
  deviceId: string,
  batch: Batch,
  recordsSigned = false,
): Promise<RecordBatchAnswer> {
  const answer = await inTransaction(context.database, async (stores) => {
    const device = await stores.devices.find(deviceId);
    if (!device) throw new Error('the device vanished while it was sending');
    const judged = await judge(stores, device, batch, recordsSigned);
    if (judged.fresh.length > 0) {
      await stores.records.addReceived(judged.fresh.map((fresh) => rowOf(context, deviceId, fresh)));
      await stores.devices.setHead(deviceId, judged.head);
    }
    return answerOf(context, stores, deviceId, judged);
  });
  context.acceptor.kick(deviceId, batch.records.length === mostRecords);
  return answer;
}

async function judge(
  stores: Stores,
  device: KnownDevice,
  { head, records }: Batch,
  recordsSigned: boolean,
): Promise<Judged> {
  const claimed = openHead(device, head);
  const [from, to] = seqRange(records, device.head);
  const promises = await stores.timeReceipts.between(device.device, to + 1, to + records.length);
  return judgeBatch(records, {
    device: device.device,
    head: device.head,
    claimed,
    recordsSigned,
    stored: await stores.records.digests(device.device, from, to),
    promised: new Map(promises.map(({ body }) => [body.seq, body.head])),
  });
}

/** What the device signed of its log; throws `bad_signature` when its key did not. */
export function openHead(device: KnownDevice, value: unknown): Statement<'head'>['body'] {
  const opened = openStatement('head', value, device.verified.deviceKey.publicKey);
  if (opened?.body.device !== device.device) throw badHead();
  return opened.body;
}

/** The stored records that a batch may repeat. */
function seqRange(values: readonly unknown[], head: ChainHead): [from: number, to: number] {
  const claims = values.map((value) => (value as { body?: { seq?: unknown } } | null)?.body?.seq);
  // Nothing was judged yet: an object here need not be one that can be made a number.
  const seqs = claims.filter((seq) => typeof seq === 'string').map(Number);
  const from = Math.min(...seqs.filter((seq) => Number.isSafeInteger(seq)), Number(head.seq) + 1);
  return [from, Number(head.seq)];
}

function rowOf({ clock }: Context, device: string, { record, head }: Fresh) {
  const { class: classId, kind } = record.body;
  return {
    device,
    seq: Number(head.seq),
    digest: head.digest,
    text: record.text,
    class_id: classId,
    kind,
    received_at: clock.now(),
  };
}

async function answerOf(
  { clock, serverKey }: Context,
  stores: Stores,
  device: string,
  { head, refused }: Judged,
): Promise<RecordBatchAnswer> {
  const body = { v: 1, device, seq: String(head.seq), head: head.digest, receivedAt: clock.now() } as const;
  const receipt = head.seq === 0n ? null : sealStatement('records-receipt', body, serverKey);
  if (!refused) return { receipt, refused: null };
  const { seq, code } = refused;
  const found = finding(code, { kind: 'record', id: seq }, { device, class: refused.class });
  await stores.findings.add(found, clock.now());
  return { receipt, refused: { seq, code, message: found.message } };
}
