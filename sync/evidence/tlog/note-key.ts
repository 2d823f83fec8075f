import { createHash } from 'node:crypto';
import { AppError } from '../../base/errors.ts';
import { isPublicKey } from '../keys.ts';
import { decodeBase64 } from './base64.ts';

/** The types of c2sp.org/signed-note that we make and check; others are signatures of unknown keys to us. */
export const noteKeyType = { ed25519: 0x01, cosignature: 0x04 } as const;

export type NoteKeyType = (typeof noteKeyType)[keyof typeof noteKeyType];

/** A key that may sign notes, as c2sp.org/signed-note names it. */
export interface NoteKey {
  readonly name: string;
  /** First four bytes of SHA-256 over name, line feed, type and raw key, as 8 hexadecimal digits. */
  readonly id: string;
  readonly type: NoteKeyType;
  /** Ed25519, SPKI DER, base64url, as in the rest of the project. */
  readonly publicKey: string;
}

/** The note key of an Ed25519 public key (SPKI DER, base64url). Throws `invalid_input` for another name or key. */
export function noteKeyOf(name: string, type: NoteKeyType, publicKey: string): NoteKey {
  if (!isKeyName(name)) {
    throw new AppError(
      'invalid_input',
      'The name of a log or witness has a space, a plus, or nothing in it.',
      {
        zh: '日志或见证方的名称不能为空，也不能含空格或加号。',
      },
    );
  }
  if (!isPublicKey('Ed25519', publicKey)) {
    throw new AppError('invalid_input', 'A log or witness must have an Ed25519 key.', {
      zh: '日志或见证方的密钥必须是 Ed25519 密钥。',
    });
  }
  return { name, type, publicKey, id: keyId(name, type, rawKeyOf(publicKey)) };
}

/** `name+id+base64(type ‖ key)`, the text in which log and witness keys are handed over. */
export function formatNoteKey({ name, id, type, publicKey }: NoteKey): string {
  return `${name}+${id}+${Buffer.concat([Buffer.from([type]), rawKeyOf(publicKey)]).toString('base64')}`;
}

/** Undefined for a text that is no such key, or one of a type that we do not know. */
export function parseNoteKey(text: string): NoteKey | undefined {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  if (name === undefined || id === undefined || encoded === undefined || !isKeyName(name)) return undefined;
  const material = decodeBase64(encoded);
  const type = Object.values(noteKeyType).find((known) => known === material?.[0]);
  if (!material || type === undefined || material.length !== 1 + rawKeySizeBytes) return undefined;
  const raw = material.subarray(1);
  const publicKey = Buffer.concat([spkiPrefix, raw]).toString('base64url');
  if (keyId(name, type, raw) !== id || !isPublicKey('Ed25519', publicKey)) return undefined;
  return { name, id, type, publicKey };
}

/** Not empty, without Unicode spaces or plus, and nothing that a note cannot carry. */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^\p{White_Space}+]+$/u.test(name) && !hasControl(name);
}

function hasControl(text: string): boolean {
  return [...text].some((character) => character < ' ');
}

function keyId(name: string, type: NoteKeyType, rawKey: Uint8Array): string {
  const hash = createHash('sha256')
    .update(`${name}\n`, 'utf8')
    .update(Buffer.from([type]))
    .update(rawKey);
  return hash.digest('hex').slice(0, 8);
}

const rawKeySizeBytes = 32;
/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in SPKI DER. */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function rawKeyOf(publicKey: string): Buffer {
  return Buffer.from(publicKey, 'base64url').subarray(-rawKeySizeBytes);
}
