import { AppError } from '../../base/errors.ts';
import { type Signer, verifySignature } from '../keys.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { type NoteKey, noteKeyOf, noteKeyType } from './note-key.ts';
import type { NoteSignature } from './signed-note.ts';

const timeSizeBytes = 8;
const ed25519SizeBytes = 64;

/**
 * A witness's Ed25519 cosignature (c2sp.org/tlog-cosignature) over the text of a checkpoint, at `atSeconds` since
 * the epoch. The witness must have checked consistency before. Throws `invalid_input` for a text that is none.
 */
export function cosign(
  checkpointText: string,
  name: string,
  signer: Signer,
  atSeconds: number,
): NoteSignature {
  const time = timeBytes(atSeconds);
  if (!time || !parseCheckpoint(checkpointText).ok) {
    throw new AppError('invalid_input', 'Only a checkpoint, at a whole second, can be cosigned.', {
      zh: '只能对日志检查点做见证签名，时间须为整秒。',
    });
  }
  const key = noteKeyOf(name, noteKeyType.cosignature, signer.publicKey);
  const signature = Buffer.from(signer.sign(signedBytes(checkpointText, atSeconds)), 'base64url');
  return { name, keyId: key.id, signature: Buffer.concat([time, signature]) };
}

/** When the witness says to have cosigned, in seconds since the epoch; undefined if it holds no such time. */
export function cosignedAtSeconds({ signature }: NoteSignature): number | undefined {
  if (signature.length !== timeSizeBytes + ed25519SizeBytes) return undefined;
  const time = Buffer.from(signature).readBigUInt64BE();
  return time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : undefined;
}

/** Whether `key` made this cosignature over the text of a checkpoint. Never throws. */
export function verifyCosignature(checkpointText: string, cosignature: NoteSignature, key: NoteKey): boolean {
  const atSeconds = cosignedAtSeconds(cosignature);
  if (key.type !== noteKeyType.cosignature || atSeconds === undefined) return false;
  if (!parseCheckpoint(checkpointText).ok) return false;
  const signature = Buffer.from(cosignature.signature.subarray(timeSizeBytes)).toString('base64url');
  return verifySignature('Ed25519', key.publicKey, signedBytes(checkpointText, atSeconds), signature);
}

/** The first line keeps a cosignature from passing for any other signature of the same key. */
function signedBytes(checkpointText: string, atSeconds: number): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${atSeconds}\n${checkpointText}`, 'utf8');
}

function timeBytes(atSeconds: number): Buffer | undefined {
  if (!Number.isSafeInteger(atSeconds) || atSeconds < 0) return undefined;
  const bytes = Buffer.alloc(timeSizeBytes);
  bytes.writeBigUInt64BE(BigInt(atSeconds));
  return bytes;
}
