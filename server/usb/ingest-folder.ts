import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { AppError, isAppError, messageOf } from '../../sync/base/errors.ts';
import { isOf } from '../../sync/base/parse.ts';
import type { RecordBatchAnswer } from '../../sync/contract/device-api.ts';
import { Id } from '../../sync/contract/primitives.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import { readFolderName, receiptsFile, writeDurably } from '../../sync/transport/evidence-folder.ts';
import { type Batch, ingestBatch } from '../ingest/ingest-batch.ts';
import { takeSegment } from '../ingest/segment-routes.ts';
import type { Context } from '../parts.ts';
import { finding } from '../verify/finding-text.ts';
import { batchesIn, notWhole, refuseUnlessWhole, segmentsIn } from './read-folder.ts';

type Receipt = Statement<'records-receipt'> | Statement<'segment-receipt'>;

export interface FolderOutcome {
  readonly device: string;
  /** The last record that the server now has; null when it has none. */
  readonly upToSeq: string | null;
  /** The first record that does not follow; those before it are stored. */
  readonly refused: { readonly seq: string; readonly code: string; readonly message: string } | null;
  readonly segments: number;
  readonly segmentsRefused: readonly { readonly sha256: string; readonly why: string }[];
}

/**
 * Takes in a folder that a kiosk wrote where there was no network, with the very checks of an upload, and writes the
 * receipts beside it, to be carried back. Nothing in the folder is deleted or changed; the same folder may be taken
 * in again. Throws for a folder that is none, a device that is not enrolled and a first head that its key did not sign;
 * then nothing of it is stored.
 */
export async function ingestFolder(context: Context, folder: string): Promise<FolderOutcome> {
  const device = await deviceOfFolder(context, folder);
  await refuseUnlessWhole(folder);
  const log = await takeLog(context, device, folder);
  await context.acceptor.settled(device);
  const video = await takeSegments(context, device, folder);
  const receipts: Receipt[] = [...(log.receipt ? [log.receipt] : []), ...video.receipts];
  await writeDurably(receiptsFile(folder), (file) =>
    file.writeFile(receipts.map((receipt) => `${canonicalJson(receipt)}\n`).join('')),
  );
  return {
    device,
    upToSeq: log.receipt?.body.seq ?? null,
    refused: log.refused,
    segments: video.receipts.length,
    segmentsRefused: video.refused,
  };
}

/** The name is only where to look: every head in it must be signed by that device. */
async function deviceOfFolder({ stores, clock }: Context, folder: string): Promise<string> {
  const named = readFolderName(basename(folder));
  if (!named || !isOf(Id, named.device)) throw notWhole();
  if (await stores.devices.find(named.device)) return named.device;
  const subject = { kind: 'request', id: 'usb' } as const;
  await stores.findings.add(finding('unknown-device', subject, { device: named.device }), clock.now());
  throw new AppError('unknown_device', 'This device is not enrolled: enrol it with a one-time code.', {
    zh: '该设备未登记，请由审核员发放一次性登记码后重新登记。',
  });
}

async function takeLog(context: Context, device: string, folder: string) {
  let receipt: Statement<'records-receipt'> | null = null;
  let refused: FolderOutcome['refused'] = null;
  for await (const batch of batchesIn(folder)) {
    const answer = await takeBatch(context, device, batch, receipt);
    receipt = answer.receipt ?? receipt;
    refused = answer.refused;
    if (refused) break;
  }
  return { receipt, refused };
}

/** A head that the device did not sign ends the log; before anything was taken in, it ends the whole folder. */
async function takeBatch(
  context: Context,
  device: string,
  batch: Batch,
  earlier: Statement<'records-receipt'> | null,
): Promise<RecordBatchAnswer> {
  try {
    return await ingestBatch(context, device, batch);
  } catch (error) {
    // What came before it is stored, and its receipt must not be lost.
    if (!earlier || !isAppError(error, 'bad_signature')) throw error;
    const seq = String(BigInt(earlier.body.seq) + 1n);
    return { receipt: null, refused: { seq, code: 'bad-signature', message: error.zh ?? error.message } };
  }
}

async function takeSegments(context: Context, device: string, folder: string) {
  const receipts: Statement<'segment-receipt'>[] = [];
  const refused: { sha256: string; why: string }[] = [];
  for (const { sha256, path } of await segmentsIn(folder)) {
    const body = createReadStream(path);
    try {
      receipts.push(await takeSegment(context, device, sha256, body));
    } catch (error) {
      if (!isAppError(error) || error.code === 'disk_full') throw error;
      refused.push({ sha256, why: messageOf(error) });
    } finally {
      body.destroy();
    }
  }
  return { receipts, refused };
}
