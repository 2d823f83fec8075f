import type { Signer } from '../keys.ts';
import { type Checkpoint, formatCheckpoint } from './checkpoint.ts';
import { noteKeyOf, noteKeyType } from './note-key.ts';
import { formatNote, type NoteSignature } from './signed-note.ts';

/** Signs a note's text with an Ed25519 key under `name`. Throws `invalid_input` for another key or a bad name. */
export function signNoteText(text: string, name: string, signer: Signer): NoteSignature {
  const key = noteKeyOf(name, noteKeyType.ed25519, signer.publicKey);
  const signature = Buffer.from(signer.sign(Buffer.from(text, 'utf8')), 'base64url');
  return { name, keyId: key.id, signature };
}

/** The signed note of a checkpoint; the log's key has the name of its origin. */
export function signCheckpoint(checkpoint: Checkpoint, signer: Signer): string {
  const text = formatCheckpoint(checkpoint);
  return formatNote({ text, signatures: [signNoteText(text, checkpoint.origin, signer)] });
}
