import type { Checkpoint } from './checkpoint.ts';
import { emptyRoot, sameHash } from './tree-hash.ts';
import { verifyConsistency } from './verify-proof.ts';
import { type LogTrust, verifyCheckpoint } from './verify-tlog-proof.ts';

/** The newest tree of a log that somebody has seen, to be kept by who follows it. */
export type SeenTree = Pick<Checkpoint, 'size' | 'root'>;

export type FollowVerdict =
  | { readonly ok: true; readonly checkpoint: Checkpoint }
  | { readonly ok: false; readonly fault: 'not-trusted' | 'older' | 'forked'; readonly why: string };

/**
 * What a witness checks before it cosigns, and a puller before it believes: that the new checkpoint is the log's
 * own and goes on from the tree `seen` before. Without `seen` the log is taken up as it is. `forked` is proof, if
 * both notes are kept, that the log has two histories, or that the path given is not the right one. Never throws.
 */
export function followLog(
  seen: SeenTree | undefined,
  noteText: string,
  consistency: readonly Uint8Array[],
  trust: LogTrust,
): FollowVerdict {
  const read = verifyCheckpoint(noteText, trust);
  if (!read.ok) return { ok: false, fault: 'not-trusted', why: read.why };
  const { checkpoint } = read;
  if (checkpoint.size === 0 && !sameHash(checkpoint.root, emptyRoot())) {
    return { ok: false, fault: 'forked', why: 'has a root, but no entries' };
  }
  if (!seen || seen.size === 0) return { ok: true, checkpoint };
  if (checkpoint.size < seen.size) {
    return {
      ok: false,
      fault: 'older',
      why: `has ${checkpoint.size} entries, where ${seen.size} were seen before`,
    };
  }
  const { size: newSize, root: newRoot } = checkpoint;
  const claim = { oldSize: seen.size, oldRoot: seen.root, newSize, newRoot, proof: consistency };
  if (verifyConsistency(claim)) return { ok: true, checkpoint };
  return { ok: false, fault: 'forked', why: 'does not go on from the log that was seen before' };
}
