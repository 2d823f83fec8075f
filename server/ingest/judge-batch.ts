import { isOf } from '../../sync/base/parse.ts';
import { SignedRecord } from '../../sync/contract/records.ts';
import type { FindingCode } from '../../sync/contract/review.ts';
import {
  type ChainFault,
  type ChainHead,
  type DeviceIdentity,
  followChain,
} from '../../sync/evidence/chain.ts';
import { isSignedBy, recordDigest } from '../../sync/evidence/record.ts';

export interface Fresh {
  readonly record: SignedRecord;
  readonly head: ChainHead;
}

export interface Judged {
  /** New records that follow the log, in order. */
  readonly fresh: readonly Fresh[];
  readonly head: ChainHead;
  /** The first record that does not, if there is one; nothing after it is looked at. */
  readonly refused: {
    readonly seq: string;
    readonly class: string | null;
    readonly code: FindingCode;
  } | null;
}

const codeOf: Record<ChainFault, FindingCode> = {
  'wrong-device': 'bad-signature',
  'bad-signature': 'bad-signature',
  'sequence-hole': 'sequence-hole',
  'broken-chain': 'broken-chain',
};

/** Pure: which records of a batch go on with the log at `head`. `stored` holds digests of records we have. */
export function judgeBatch(
  head: ChainHead,
  values: readonly unknown[],
  identity: DeviceIdentity,
  stored: ReadonlyMap<string, string>,
): Judged {
  const fresh: Fresh[] = [];
  let at = head;
  for (const value of values) {
    const verdict = judge(at, value, identity, stored);
    if (verdict.kind === 'refused') return { fresh, head: at, refused: verdict.refused };
    if (verdict.kind === 'known') continue;
    fresh.push({ record: verdict.record, head: verdict.head });
    at = verdict.head;
  }
  return { fresh, head: at, refused: null };
}

type Verdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'fresh'; readonly record: SignedRecord; readonly head: ChainHead }
  | { readonly kind: 'refused'; readonly refused: NonNullable<Judged['refused']> };

function judge(
  head: ChainHead,
  value: unknown,
  identity: DeviceIdentity,
  stored: ReadonlyMap<string, string>,
): Verdict {
  const digest = digestOf(value);
  if (digest === undefined || !isOf(SignedRecord, value)) {
    return refuse(String(head.seq + 1n), null, 'malformed-record');
  }
  const { seq, class: classId } = value.body;
  if (BigInt(seq) > 0n && BigInt(seq) <= head.seq) {
    if (stored.get(seq) === digest) return { kind: 'known' };
    const own = value.body.device === identity.device && isSignedBy(value, identity.publicKey);
    return refuse(seq, classId, own ? 'forked-log' : 'bad-signature');
  }
  const step = followChain(head, value, identity);
  if (!step.ok) return refuse(seq, classId, codeOf[step.fault]);
  return { kind: 'fresh', record: value, head: step.head };
}

function refuse(seq: string, classId: string | null, code: FindingCode): Verdict {
  return { kind: 'refused', refused: { seq, class: classId, code } };
}

/** Undefined for what is not a record, or holds values that canonical JSON cannot carry (lone surrogates). */
function digestOf(value: unknown): string | undefined {
  if (!isOf(SignedRecord, value)) return undefined;
  try {
    return recordDigest(value);
  } catch {
    return undefined;
  }
}
