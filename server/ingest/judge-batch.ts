import { isOf } from '../../sync/base/parse.ts';
import type { FindingCode } from '../../sync/contract/findings.ts';
import { SignedRecord } from '../../sync/contract/records.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import type { ChainFault, ChainHead } from '../../sync/evidence/chain.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import { WrittenRecord } from './written-record.ts';

/** A record that follows the log by its digests. Its own signature is looked at later. */
export interface Fresh {
  readonly record: WrittenRecord;
  readonly head: ChainHead;
}

export interface Judged {
  /** New records that follow the log, in order. */
  readonly fresh: readonly Fresh[];
  readonly head: ChainHead;
  /** The first record that does not, if there is one; nothing after it is looked at. */
  readonly refused: Refusal | null;
}

interface Refusal {
  readonly seq: string;
  readonly class: string | null;
  readonly code: FindingCode;
}

type LinkFault = Extract<ChainFault, 'wrong-device' | 'sequence-hole' | 'broken-chain'>;

const codeOf: Record<LinkFault, FindingCode> = {
  'wrong-device': 'bad-signature',
  'sequence-hole': 'sequence-hole',
  'broken-chain': 'broken-chain',
};

export interface BatchFacts {
  readonly device: string;
  readonly head: ChainHead;
  /** What the device signed of the batch's end. */
  readonly claimed: Statement<'head'>['body'];
  /** Digests of stored records, by `seq`, as far as the batch may repeat them. */
  readonly stored: ReadonlyMap<string, string>;
  /** The device signed these very records otherwise, too: those before a refused one are its word without `claimed`. */
  readonly recordsSigned: boolean;
  /** Digests that the device signed for when it asked for the time, by `seq`. */
  readonly promised: ReadonlyMap<string, string>;
}

/**
 * Pure: which records of a batch go on with the log at `head`. The device signed the batch's last digest, and each
 * digest rests on the one before: so all of them are the device's word, before any one is verified.
 */
export function judgeBatch(values: readonly unknown[], facts: BatchFacts): Judged {
  const fresh: Fresh[] = [];
  let at = facts.head;
  const none = { fresh: [], head: facts.head };
  for (const [index, value] of values.entries()) {
    const verdict = judge(at, value, facts, wordOn(values[index + 1], facts));
    const { recordsSigned } = facts;
    if (verdict.kind === 'refused')
      return { ...(recordsSigned ? { fresh, head: at } : none), refused: verdict.refused };
    if (verdict.kind === 'known') continue;
    fresh.push(verdict);
    at = verdict.head;
  }
  const { seq, digest } = facts.claimed;
  // Where nothing is new, the head may be that of any record that is here; else it is that of the last.
  const end = seq === String(at.seq) ? at.digest : fresh.length === 0 ? facts.stored.get(seq) : undefined;
  const whole = end === digest;
  if (whole) return { fresh, head: at, refused: null };
  // Not one record is taken in that the device did not sign for.
  return { ...none, refused: { seq, class: null, code: 'bad-signature' } };
}

/** What the batch says of a record beside the record itself: the next one carries its digest, or the head does. */
function wordOn(next: unknown, { claimed }: BatchFacts): unknown {
  return next === undefined ? claimed.digest : (next as { body?: { prev?: unknown } } | null)?.body?.prev;
}

type Verdict =
  | { readonly kind: 'known' }
  | ({ readonly kind: 'fresh' } & Fresh)
  | { readonly kind: 'refused'; readonly refused: Refusal };

function judge(head: ChainHead, value: unknown, facts: BatchFacts, word: unknown): Verdict {
  const { device, stored, promised } = facts;
  const record = value instanceof WrittenRecord ? value : recordOf(value);
  if (!record) return refuse({ seq: String(head.seq + 1n), class: null }, 'malformed-record');
  const { body } = record;
  const digest = sha256(`keqin/signed-record/v1\n${record.text}`);
  const isOld = BigInt(body.seq) > 0n && BigInt(body.seq) <= head.seq;
  if (isOld && stored.get(body.seq) === digest) return { kind: 'known' };
  if (isOld) return refuse(body, 'device-cloned');
  const fault = faultOfLink(head, record, device);
  if (fault) return refuse(body, codeOf[fault]);
  const promise = promised.get(body.seq) ?? digest;
  // A device that still says what it said has one log: the record was changed on its way here.
  if (promise !== digest) return refuse(body, word === promise ? 'bad-signature' : 'device-cloned');
  return { kind: 'fresh', record, head: { seq: head.seq + 1n, digest } };
}

function faultOfLink(head: ChainHead, { body }: WrittenRecord, device: string): LinkFault | undefined {
  if (body.device !== device) return 'wrong-device';
  if (BigInt(body.seq) !== head.seq + 1n) return 'sequence-hole';
  return body.prev === head.digest ? undefined : 'broken-chain';
}

function refuse(place: { seq: string; class: string | null }, code: FindingCode): Verdict {
  return { kind: 'refused', refused: { seq: place.seq, class: place.class, code } };
}

/** Undefined for what is none, or holds values that canonical JSON cannot carry (lone surrogates, too deep). */
function recordOf(value: unknown): WrittenRecord | undefined {
  if (!isOf(SignedRecord, value)) return undefined;
  try {
    return new WrittenRecord(canonicalJson(value), value.body);
  } catch {
    return undefined;
  }
}
