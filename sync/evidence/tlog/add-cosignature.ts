import { verifyCosignature } from './cosignature.ts';
import type { NoteKey } from './note-key.ts';
import { formatNote, parseNote, parseSignatureLine } from './signed-note.ts';

/**
 * Puts the line that a witness answered with under the note of a checkpoint, in place of an earlier one of the same
 * witness. `line` is as `signatureLine` writes it. `why` is half a sentence about the line. Never throws for a bad line.
 */
export function addCosignature(
  checkpointNote: string,
  line: string,
  witnessKeys: readonly NoteKey[],
): { readonly ok: true; readonly note: string } | { readonly ok: false; readonly why: string } {
  const read = parseNote(checkpointNote);
  if (!read.ok) return { ok: false, why: `is for a note that ${read.why}` };
  const cosignature = line.endsWith('\n') ? parseSignatureLine(line.slice(0, -1)) : undefined;
  if (!cosignature) return { ok: false, why: 'is not one line of a signed note' };
  const { name, keyId } = cosignature;
  const key = witnessKeys.find((known) => known.name === name && known.id === keyId);
  if (!key) return { ok: false, why: 'is not of a known witness' };
  const { text, signatures } = read.note;
  if (!verifyCosignature(text, cosignature, key))
    return { ok: false, why: 'is not a cosignature of this checkpoint' };
  const others = signatures.filter((other) => other.name !== name || other.keyId !== keyId);
  return { ok: true, note: formatNote({ text, signatures: [...others, cosignature] }) };
}
