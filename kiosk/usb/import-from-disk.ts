import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../sync/base/errors.ts';
import { isOf } from '../../sync/base/parse.ts';
import { signedStatements } from '../../sync/contract/statements.ts';
import type { Outbox } from '../../sync/transport/uploader.ts';
import type { PlanStore } from '../plan/plan-store.ts';

/** A class has hundreds of people at most, a journey thousands of segments: what is larger is no file of ours. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Takes on a class plan from a file, as the server exports it: its signed statement. True when it was new. Throws
 * `invalid_input` for a file that is no JSON and `bad_signature` for a plan that our server did not sign.
 */
export async function importPlan(
  plans: Pick<PlanStore, 'adopt'>,
  serverKey: string,
  file: string,
): Promise<boolean> {
  return plans.adopt(parseJson(await readText(file)), serverKey);
}

export type ImportedFile =
  | { readonly kind: 'plan'; readonly isNew: boolean }
  | ({ readonly kind: 'receipts' } & ImportedReceipts);

/** Takes in whichever of the two the file is. */
export async function importFile(
  parts: {
    readonly plans: Pick<PlanStore, 'adopt'>;
    readonly outbox: Pick<Outbox, 'acknowledge' | 'segmentReceived'>;
    readonly serverKey: string;
  },
  file: string,
): Promise<ImportedFile> {
  const [first = ''] = (await readText(file)).split('\n', 1);
  if (!first.includes('"receivedAt"'))
    return { kind: 'plan', isNew: await importPlan(parts.plans, parts.serverKey, file) };
  return { kind: 'receipts', ...(await importReceipts(parts.outbox, file)) };
}

export interface ImportedReceipts {
  readonly segments: number;
  /** The last record that the server has; null when only video was received. */
  readonly upToSeq: string | null;
}

/**
 * Takes back what the server signed for an exported folder. Each receipt is checked as one that came by network; the
 * first that is not our server's throws `bad_signature`, and those before it count.
 */
export async function importReceipts(
  outbox: Pick<Outbox, 'acknowledge' | 'segmentReceived'>,
  file: string,
): Promise<ImportedReceipts> {
  let segments = 0;
  let upToSeq: string | null = null;
  for (const line of (await readText(file)).split('\n').filter((text) => text.trim() !== '')) {
    const value = parseJson(line);
    if (isOf(signedStatements['records-receipt'], value)) {
      outbox.acknowledge(value);
      upToSeq = value.body.seq;
    } else if (isOf(signedStatements['segment-receipt'], value)) {
      outbox.segmentReceived(value.body.sha256, value);
      segments += 1;
    } else throw notOurs();
  }
  return { segments, upToSeq };
}

async function readText(file: string): Promise<string> {
  try {
    if ((await stat(file)).size > mostBytes) throw notOurs();
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('not_found', 'The file cannot be read: look whether the disk is plugged in.', {
      cause,
      zh: '文件无法读取，请检查磁盘是否已插好。',
    });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notOurs();
  }
}

function notOurs(): AppError {
  return new AppError('invalid_input', 'The file is damaged, or was not written by the review server.', {
    zh: '文件已损坏，或不是审核服务器导出的文件。',
  });
}
