import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError, isAppError, messageOf } from '../../sync/base/errors.ts';
import { readLines } from '../../sync/base/lines.ts';
import { isOf, parseAs } from '../../sync/base/parse.ts';
import { Digest, Id } from '../../sync/contract/primitives.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import {
  digestOfName,
  logFile,
  readFolderName,
  receiptsFile,
  segmentsDir,
  writeDurably,
} from '../../sync/transport/evidence-folder.ts';
import { LooseBatch } from '../ingest/device-routes.ts';
import { type Batch, ingestBatch } from '../ingest/ingest-batch.ts';
import { takeSegment } from '../ingest/segment-routes.ts';
import type { Context } from '../parts.ts';
import { finding } from '../verify/finding-text.ts';

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
 * in again. Throws for a folder that is none, a device that is not enrolled and a head that its key did not sign.
 */
export async function ingestFolder(context: Context, folder: string): Promise<FolderOutcome> {
  const device = await deviceOfFolder(context, folder);
  await refuseLinks(folder);
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
  for await (const line of linesOf(logFile(folder))) {
    const answer = await ingestBatch(context, device, readBatch(line));
    receipt = answer.receipt ?? receipt;
    refused = answer.refused;
    if (refused) break;
  }
  return { receipt, refused };
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const there = await lstat(file).catch(() => undefined);
  if (!there?.isFile()) throw notWhole();
  for await (const line of readLines(file)) {
    if (line === undefined) throw notWhole();
    yield line;
  }
}

function readBatch(line: string): Batch {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw notWhole();
  }
  return parseAs(LooseBatch, value, 'log.jsonl') as unknown as Batch;
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

/** Whole files under the name of a digest; anything else (a link, a part) is passed over. */
async function segmentsIn(folder: string): Promise<{ sha256: string; path: string }[]> {
  const names = await readdir(segmentsDir(folder)).catch(() => []);
  const found: { sha256: string; path: string }[] = [];
  for (const name of names.sort()) {
    const sha256 = digestOfName(name);
    const path = join(segmentsDir(folder), name);
    if (sha256 !== undefined && isOf(Digest, sha256) && (await lstat(path)).isFile())
      found.push({ sha256, path });
  }
  return found;
}

/** A link in a prepared folder would make us read, or write, somewhere else. */
async function refuseLinks(folder: string): Promise<void> {
  const own = await lstat(folder).catch(() => undefined);
  const inside = own?.isDirectory() ? await readdir(folder, { withFileTypes: true, recursive: true }) : [];
  if (!own?.isDirectory() || inside.some((entry) => entry.isSymbolicLink())) throw notWhole();
}

function notWhole(): AppError {
  return new AppError('invalid_input', 'This is no whole folder of a kiosk: export it once more.', {
    zh: '该文件夹不是完整的终端导出文件夹，请在终端重新导出。',
  });
}
