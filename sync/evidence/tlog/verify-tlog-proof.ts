import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { cosignedAtSeconds } from './cosignature.ts';
import { type NoteKey, noteKeyType } from './note-key.ts';
import { openNote, type VerifiedSignature } from './open-note.ts';
import { parseTlogProof } from './tlog-proof.ts';
import { hashLeaf } from './tree-hash.ts';
import { verifyInclusion } from './verify-proof.ts';

/** A witness that had seen no other history of the log than this one, and when. */
interface Witnessed {
  readonly name: string;
  readonly atSeconds: number;
}

export type CheckpointVerdict =
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly witnesses: readonly Witnessed[] }
  | { readonly ok: false; readonly why: string };

export type TlogVerdict =
  | {
      readonly ok: true;
      readonly origin: string;
      readonly size: number;
      readonly index: number;
      /** base64, as in the checkpoint. */
      readonly root: string;
      readonly witnesses: readonly Witnessed[];
    }
  | { readonly ok: false; readonly why: string };

/** Whom the one who verifies trusts. */
export interface LogTrust {
  /** Of type Ed25519; the origin of its checkpoints must be its name. */
  readonly logKey: NoteKey;
  /** Of type cosignature. */
  readonly witnessKeys?: readonly NoteKey[] | undefined;
  /** How many different witnesses must have cosigned; 0 if not said. */
  readonly witnessesNeeded?: number | undefined;
}

/**
 * Whether the log holds `leaf`: its checkpoint is the log's own, enough witnesses cosigned it, and the path leads
 * from the leaf to its root. `why` is half a sentence about the proof. Never throws.
 */
export function verifyTlogProof({
  proof,
  leaf,
  ...trust
}: LogTrust & { readonly proof: string; readonly leaf: Uint8Array }): TlogVerdict {
  const read = parseTlogProof(proof);
  if (!read.ok) return read;
  const { index, hashes, checkpointNote } = read.proof;
  const signed = verifyCheckpoint(checkpointNote, trust);
  if (!signed.ok) return { ok: false, why: `is of a checkpoint that ${signed.why}` };
  const { origin, size, root } = signed.checkpoint;
  if (index >= size) return { ok: false, why: `says entry ${index}, of a log of ${size}` };
  if (!verifyInclusion({ index, size, leafHash: hashLeaf(leaf), proof: hashes, root })) {
    return { ok: false, why: 'does not lead from this entry to the root of the log' };
  }
  const rootText = Buffer.from(root).toString('base64');
  return { ok: true, origin, size, index, root: rootText, witnesses: signed.witnesses };
}

/** Whether a signed note is a checkpoint of the log, cosigned by enough witnesses. Never throws. */
export function verifyCheckpoint(noteText: string, trust: LogTrust): CheckpointVerdict {
  const { logKey, witnessKeys = [], witnessesNeeded = 0 } = trust;
  const opened = openNote(noteText, [logKey, ...witnessKeys]);
  if (!opened.ok) return opened;
  const read = parseCheckpoint(opened.text);
  if (!read.ok) return read;
  if (logKey.type !== noteKeyType.ed25519 || !opened.verified.some(({ key }) => key === logKey)) {
    return { ok: false, why: 'is not signed by the trusted log' };
  }
  if (read.checkpoint.origin !== logKey.name) return { ok: false, why: 'is of another log' };
  const witnesses = witnessesOf(opened.verified, logKey);
  if (witnesses.length < witnessesNeeded) {
    return {
      ok: false,
      why: `has cosignatures of ${witnesses.length} witnesses, where ${witnessesNeeded} are needed`,
    };
  }
  return { ok: true, checkpoint: read.checkpoint, witnesses };
}

/** One for each public key: a second name for one key, or the log's own key, is no second pair of eyes. */
function witnessesOf(verified: readonly VerifiedSignature[], logKey: NoteKey): readonly Witnessed[] {
  const byKey = new Map<string, Witnessed>();
  for (const { key, signature } of verified) {
    const atSeconds = cosignedAtSeconds(signature);
    if (key.type !== noteKeyType.cosignature || key.publicKey === logKey.publicKey) continue;
    if (atSeconds !== undefined && !byKey.has(key.publicKey))
      byKey.set(key.publicKey, { name: key.name, atSeconds });
  }
  return [...byKey.values()];
}
