import type { FindingCode } from '../../sync/contract/review.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import type { Context } from '../parts.ts';
import type { NewFinding } from '../storage/finding-store.ts';
import { finding } from './finding-text.ts';

const chunkSegments = 50;

/** Hashes every stored video file again; what is not as signed for becomes `damaged`, what is again, `verified`. */
export async function scrubSegments(context: Context, signal: AbortSignal): Promise<readonly NewFinding[]> {
  const found: NewFinding[] = [];
  let after = '';
  while (!signal.aborted) {
    const chunk = await context.stores.segmentFiles.signedFor(after, chunkSegments);
    for (const segment of chunk) {
      const fault = await faultOf(context, segment);
      await keepState(context, segment, fault);
      const where = { device: segment.device, class: segment.classId };
      if (fault) found.push(finding(fault, { kind: 'segment', id: segment.sha256 }, where));
    }
    after = chunk.at(-1)?.sha256 ?? after;
    if (chunk.length < chunkSegments) break;
  }
  return found;
}

interface SignedSegment {
  readonly sha256: string;
  readonly receipt: string;
  readonly state: 'verified' | 'damaged' | null;
}

async function faultOf(
  { segmentStore, serverKey }: Context,
  { sha256, receipt, state }: SignedSegment,
): Promise<FindingCode | undefined> {
  const digest = await segmentStore.digestOf(sha256);
  if (digest === undefined || state === null) return 'segment-missing';
  const signed = openStatement('segment-receipt', readJson(receipt), serverKey.publicKey);
  return digest === sha256 && signed?.body.sha256 === sha256 ? undefined : 'segment-changed';
}

async function keepState(
  { stores, log }: Context,
  { sha256, state }: SignedSegment,
  fault: FindingCode | undefined,
): Promise<void> {
  const wanted = fault ? 'damaged' : 'verified';
  if (state === wanted || state === null) return;
  if (fault) log.warn({ sha256, fault }, 'a stored segment is not what was signed for');
  await stores.segmentFiles.setState(sha256, wanted);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
