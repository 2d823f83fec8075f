import type { FindingCode } from '../../sync/contract/findings.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import type { Context } from '../parts.ts';
import type { NewFinding } from '../storage/finding-store.ts';
import { readStatement } from '../storage/read-statement.ts';
import type { KeptSegment } from '../storage/segment-file-store.ts';
import { finding } from './finding-text.ts';

const chunkSegments = 50;

/**
 * Hashes every video file again that is entered or signed for. What is not as we signed, or that we did not sign
 * for, becomes `damaged`; what is again, `verified`.
 */
export async function scrubSegments(context: Context, signal: AbortSignal): Promise<readonly NewFinding[]> {
  const found: NewFinding[] = [];
  let after = '';
  while (!signal.aborted) {
    const chunk = await context.stores.segmentFiles.keptAfter(after, chunkSegments);
    for (const segment of chunk) {
      const fault = await faultOf(context, segment);
      await keepState(context, segment, fault);
      const device = segment.announced?.device ?? segment.receipts[0]?.device ?? null;
      const where = { device, class: segment.announced?.class ?? null };
      if (fault) found.push(finding(fault, { kind: 'segment', id: segment.sha256 }, where));
    }
    after = chunk.at(-1)?.sha256 ?? after;
    if (chunk.length < chunkSegments) break;
  }
  return found;
}

async function faultOf(
  { segmentStore, serverKey }: Context,
  { sha256, receipts, state }: KeptSegment,
): Promise<FindingCode | undefined> {
  const digest = await segmentStore.digestOf(sha256);
  if (digest === undefined || state === null) return 'segment-missing';
  const signed = receipts.every(({ device, receipt }) => {
    const opened = openStatement(
      'segment-receipt',
      readStatement('segment-receipt', receipt),
      serverKey.publicKey,
    );
    return opened?.body.sha256 === sha256 && opened.body.device === device;
  });
  return digest === sha256 && signed && receipts.length > 0 ? undefined : 'segment-changed';
}

async function keepState(
  { stores, log }: Context,
  { sha256, state }: KeptSegment,
  fault: FindingCode | undefined,
): Promise<void> {
  const wanted = fault ? 'damaged' : 'verified';
  if (state === wanted || state === null) return;
  if (fault) log.warn({ sha256, fault }, 'a stored segment is not what was signed for');
  await stores.segmentFiles.setState(sha256, wanted);
}
