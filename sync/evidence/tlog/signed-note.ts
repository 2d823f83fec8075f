import { AppError } from '../../base/errors.ts';
import { decodeBase64 } from './base64.ts';
import { isKeyName } from './note-key.ts';

/** One line under a note: who says to have signed it, and with what. Nothing is verified yet. */
export interface NoteSignature {
  readonly name: string;
  /** 8 hexadecimal digits. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

export interface Note {
  /** With its last line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A note is refused, unread, beyond these; C2SP asks for 16 signatures at least. */
const mostSignatures = 100;
const longestNote = 256 * 1024;

/** Reads a c2sp.org/signed-note; `why` is half a sentence. Never throws. */
export function parseNote(
  note: string,
): { readonly ok: true; readonly note: Note } | { readonly ok: false; readonly why: string } {
  if (note.length > longestNote) return refuse('is too long for a signed note');
  if (!isNoteText(note)) return refuse('holds characters that a signed note must not have');
  const blank = note.lastIndexOf('\n\n');
  if (blank < 0) return refuse('has no blank line before its signatures');
  const lines = note.slice(blank + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0) return refuse('does not end in a signature line');
  if (lines.length > mostSignatures) return refuse('has too many signatures');
  const signatures = lines.map(parseSignatureLine);
  if (!signatures.every((signature) => signature !== undefined))
    return refuse('has a malformed signature line');
  return { ok: true, note: { text: note.slice(0, blank + 1), signatures } };
}

/** The text of a signed note. Throws `invalid_input` for what no reader would take. */
export function formatNote({ text, signatures }: Note): string {
  const note = `${text}\n${signatures.map(signatureLine).join('')}`;
  const read = parseNote(note);
  if (read.ok && read.note.text === text) return note;
  throw new AppError(
    'invalid_input',
    `This text cannot be a signed note: it ${read.ok ? 'is open to a second reading' : read.why}.`,
    {
      zh: '该文本不能作为签名说明：格式不符合要求。',
    },
  );
}

/** `— name base64(key id ‖ signature)`, with its line feed: what a witness answers with. */
export function signatureLine({ name, keyId, signature }: NoteSignature): string {
  return `— ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}\n`;
}

/** Reads one line, without its line feed. */
export function parseSignatureLine(line: string): NoteSignature | undefined {
  const [dash, name, encoded, ...more] = line.split(' ');
  if (dash !== '—' || name === undefined || encoded === undefined || more.length > 0) return undefined;
  const bytes = decodeBase64(encoded);
  if (!isKeyName(name) || !bytes || bytes.length <= keyIdSizeBytes) return undefined;
  const keyId = bytes.subarray(0, keyIdSizeBytes).toString('hex');
  return { name, keyId, signature: bytes.subarray(keyIdSizeBytes) };
}

const keyIdSizeBytes = 4;

/** Valid Unicode, and no control character below U+0020 but the line feed. */
function isNoteText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  return text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}

function refuse(why: string): { readonly ok: false; readonly why: string } {
  return { ok: false, why };
}
