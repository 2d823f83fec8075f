import type { RecordBatchAnswer } from '../../sync/contract/device-api.ts';
import type { SignedRecord } from '../../sync/contract/records.ts';
import type { FindingCode } from '../../sync/contract/review.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import type { ChainHead } from '../../sync/evidence/chain.ts';
import { interpret } from '../../sync/evidence/record.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import type { Context } from '../parts.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { finding } from '../verify/finding-text.ts';
import { type Fresh, type Judged, judgeBatch } from './judge-batch.ts';
import { isPullable, project } from './project.ts';
import { HoldJudge } from './reason-to-hold.ts';

/**
 * Takes the records of one kiosk into the store: signatures and chain are checked, then records, their table
 * rows, acceptances, findings and the log's new head are stored in one transaction. Records that are stored
 * already change nothing. Stops at the first record that does not follow.
 */
export function ingestBatch(
  context: Context,
  deviceId: string,
  values: readonly unknown[],
): Promise<RecordBatchAnswer> {
  return inTransaction(context.database, async (stores) => {
    const device = await stores.devices.find(deviceId);
    if (!device) throw new Error('the device vanished while it was sending');
    const stored = await stores.records.digests(deviceId, ...seqRange(values, device.head));
    const judged = judgeBatch(device.head, values, device, stored);
    const intake = new Intake(context, stores, deviceId);
    for (const fresh of judged.fresh) await intake.take(fresh);
    if (judged.fresh.length > 0) await stores.devices.setHead(deviceId, judged.head);
    return answer(context, stores, deviceId, judged);
  });
}

/** The stored records that a batch may repeat. */
function seqRange(values: readonly unknown[], head: ChainHead): [from: number, to: number] {
  const seqs = values.map((value) => Number((value as { body?: { seq?: unknown } } | null)?.body?.seq));
  const from = Math.min(...seqs.filter((seq) => Number.isSafeInteger(seq)), Number(head.seq) + 1);
  return [from, Number(head.seq)];
}

async function answer(
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

/** Stores the records of one batch, each with what follows from it. */
class Intake {
  readonly #context: Context;
  readonly #stores: Stores;
  readonly #device: string;
  readonly #judge: HoldJudge;

  constructor(context: Context, stores: Stores, device: string) {
    this.#context = context;
    this.#stores = stores;
    this.#device = device;
    this.#judge = new HoldJudge(context, stores);
  }

  async take({ record, head }: Fresh): Promise<void> {
    const { body } = record;
    const heldFor = await this.#judge.reasonToHold(body);
    const recordId = await this.#stores.records.add({
      device: this.#device,
      seq: Number(head.seq),
      digest: head.digest,
      text: canonicalJson(record),
      class_id: body.class,
      kind: body.kind,
      state: heldFor ? 'held' : 'verified',
      held_for: heldFor ?? null,
      received_at: this.#context.clock.now(),
      acceptance: heldFor ? null : JSON.stringify(this.#accept(head)),
    });
    if (heldFor) return this.#find(heldFor, { kind: 'record', id: body.seq }, body.class);
    await this.#derive(recordId, record);
  }

  async #derive(recordId: number, { body }: SignedRecord): Promise<void> {
    const projection = project(recordId, body);
    if (projection) await this.#stores.projections.add(projection);
    if (projection && isPullable(projection)) await this.#stores.feed.append(recordId);
    const read = interpret(body);
    if (read.kind !== 'known' || read.is.kind !== 'damage') return;
    const { item, subject } = read.is.data;
    await this.#find(`kiosk-${item}-damaged`, { kind: item, id: subject }, body.class);
  }

  #accept(head: ChainHead) {
    const { clock, serverKey } = this.#context;
    const place = { device: this.#device, seq: String(head.seq), digest: head.digest };
    return sealStatement('acceptance', { v: 1, ...place, acceptedAt: clock.now() }, serverKey);
  }

  async #find(
    code: FindingCode,
    subject: Parameters<typeof finding>[1],
    classId: string | null,
  ): Promise<void> {
    const found = finding(code, subject, { device: this.#device, class: classId });
    await this.#stores.findings.add(found, this.#context.clock.now());
  }
}
