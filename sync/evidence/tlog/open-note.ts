import { verifySignature } from '../keys.ts';
import { verifyCosignature } from './cosignature.ts';
import { type NoteKey, noteKeyType } from './note-key.ts';
import { type NoteSignature, parseNote } from './signed-note.ts';

export interface VerifiedSignature {
  readonly key: NoteKey;
  readonly signature: NoteSignature;
}

export type OpenedNote =
  | { readonly ok: true; readonly text: string; readonly verified: readonly VerifiedSignature[] }
  | { readonly ok: false; readonly why: string };

/**
 * Reads a signed note and verifies every signature of a key that is known. Signatures of unknown keys are passed
 * over; one known key whose signature fails spoils the note, and so does a note that no known key signed. `why` is
 * half a sentence. Never throws.
 */
export function openNote(noteText: string, keys: readonly NoteKey[]): OpenedNote {
  const read = parseNote(noteText);
  if (!read.ok) return read;
  const { text, signatures } = read.note;
  const verified: VerifiedSignature[] = [];
  for (const signature of signatures) {
    const key = keys.find((known) => known.name === signature.name && known.id === signature.keyId);
    if (!key) continue;
    if (!isSignedBy(text, signature, key)) return { ok: false, why: `has a bad signature of ${key.name}` };
    verified.push({ key, signature });
  }
  if (verified.length === 0) return { ok: false, why: 'is not signed by a trusted key' };
  return { ok: true, text, verified };
}

function isSignedBy(text: string, signature: NoteSignature, key: NoteKey): boolean {
  if (key.type === noteKeyType.cosignature) return verifyCosignature(text, signature, key);
  const encoded = Buffer.from(signature.signature).toString('base64url');
  return verifySignature('Ed25519', key.publicKey, Buffer.from(text, 'utf8'), encoded);
}
