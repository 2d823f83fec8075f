import { join } from 'node:path';
import { AppError, isAppError } from '../../sync/base/errors.ts';
import { isOf } from '../../sync/base/parse.ts';
import type { UsbImportAnswer } from '../../sync/contract/kiosk-usb.ts';
import { signedStatements } from '../../sync/contract/statements.ts';
import type { Outbox } from '../../sync/transport/uploader.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import type { SegmentStore } from '../recording/segment-store.ts';
import { type ImportedFile, importFile } from './import-from-disk.ts';
import { filesToImport } from './look-before.ts';

interface ImportParts {
  readonly plans: Pick<PlanStore, 'adopt'>;
  readonly outbox: Pick<Outbox, 'acknowledge' | 'segmentReceived'>;
  readonly segments: Pick<SegmentStore, 'allWaiting'>;
  readonly serverKey: string;
  readonly device: string;
}

type Line = UsbImportAnswer['files'][number];

/** Longer names than these are cut: they are only shown. */
const mostNameChars = 120;

/** Takes in every plan and receipt on the disk; one that is refused does not stop the others. */
export async function importAll(parts: ImportParts, root: string): Promise<Line[]> {
  const lines: Line[] = [];
  const guarded = { ...parts, plans: plansForUs(parts), outbox: receiptsThatCount(parts) };
  for (const name of await filesToImport(root, parts.device)) {
    const file = name.slice(-mostNameChars);
    lines.push({ file, ...(await importOne(guarded, join(root, name))) });
  }
  return lines;
}

async function importOne(parts: Parameters<typeof importFile>[0], file: string): Promise<Omit<Line, 'file'>> {
  try {
    return sentenceOf(await importFile(parts, file));
  } catch (error) {
    if (!isAppError(error)) throw error;
    const zh = error.zh ?? '文件不是本机所属的人社部门签发的，没有采用，请向人社部门重新索取。';
    return { outcome: 'refused', message: zh, messageEn: error.message };
  }
}

function sentenceOf(taken: ImportedFile): Omit<Line, 'file'> {
  if (taken.kind === 'plan')
    return taken.isNew
      ? { outcome: 'taken', message: '班级计划已导入。', messageEn: 'The class plan was taken in.' }
      : { outcome: 'known', message: '该计划本机已有。', messageEn: 'This plan was here already.' };
  const { upToSeq, segments } = taken;
  const zh = upToSeq === null ? '' : `记录至第 ${upToSeq} 条，`;
  const en = upToSeq === null ? '' : `records up to ${upToSeq}, `;
  return {
    outcome: 'taken',
    message: `回执已导入：${zh}录像 ${segments} 段。`,
    messageEn: `Receipts taken in: ${en}segments: ${segments}.`,
  };
}

/** One disk may carry the plans of several classrooms; the server sends a kiosk only its own. */
function plansForUs({ plans, device }: ImportParts): Pick<PlanStore, 'adopt'> {
  return {
    adopt(value, serverKey) {
      if (isOf(signedStatements.plan, value) && !value.body.devices.includes(device)) throw notForUs();
      return plans.adopt(value, serverKey);
    },
  };
}

/** Old receipts stay on the disk: taken in again, they would say of deleted video that it should be here. */
function receiptsThatCount({ outbox, segments }: ImportParts): ImportParts['outbox'] {
  const waiting = new Set(segments.allWaiting().map(({ sha256 }) => sha256));
  return {
    acknowledge: (receipt) => outbox.acknowledge(receipt),
    segmentReceived: (sha256, receipt) => {
      if (waiting.has(sha256)) outbox.segmentReceived(sha256, receipt);
    },
  };
}

function notForUs(): AppError {
  return new AppError('conflict', 'This plan is for another kiosk; it was not adopted.', {
    zh: '该计划不是给本机的，没有采用。',
  });
}
