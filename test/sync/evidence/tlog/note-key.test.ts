import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isAppError } from '../../../../sync/base/errors.ts';
import { memoryKey } from '../../../../sync/evidence/keys.ts';
import {
  formatNoteKey,
  isKeyName,
  type NoteKey,
  noteKeyOf,
  noteKeyType,
  parseNoteKey,
} from '../../../../sync/evidence/tlog/note-key.ts';
import vectors from './vectors/notes.json' with { type: 'json' };

const published = [
  ...vectors.notes.map(({ key }) => key),
  vectors.cosigned.logKey,
  ...vectors.cosigned.witnessKeys,
];

describe('verifier keys', () => {
  test.each(published)('%s reads, and writes back the same', (text) => {
    const key = parseNoteKey(text);
    expect(key && formatNoteKey(key)).toBe(text);
    expect(key && noteKeyOf(key.name, key.type, key.publicKey)).toEqual(key);
  });

  test.each(published)('no part of %s, and no changed character of it, is a key', (text) => {
    for (let from = 0; from < text.length; from += 1) {
      for (let to = from + 1; to <= text.length; to += 1) {
        if (to - from < text.length) expect(parseNoteKey(text.slice(from, to))).toBeUndefined();
      }
      const next = String.fromCharCode(text.charCodeAt(from) + 1);
      expect(parseNoteKey(text.slice(0, from) + next + text.slice(from + 1))).toBeUndefined();
    }
  });

  test.each(vectors.badKeys)(
    'a key of wrong length or unknown type, with a right id, is refused: %s',
    (text) => {
      expect(parseNoteKey(text)).toBeUndefined();
    },
  );

  test.each([31, 33, 64])('a key of %i bytes, with a right id, is refused', (sizeBytes) => {
    const key = parseNoteKey(vectors.notes[0]?.key ?? '') as NoteKey;
    const raw = Buffer.concat([Buffer.from(key.publicKey, 'base64url').subarray(-32), Buffer.alloc(32)]);
    const material = Buffer.concat([Buffer.from([key.type]), raw.subarray(0, sizeBytes)]);
    const id = createHash('sha256').update(`${key.name}\n`).update(material).digest('hex').slice(0, 8);
    expect(parseNoteKey(`${key.name}+${id}+${material.toString('base64')}`)).toBeUndefined();
  });

  test('one key of two types has two ids', () => {
    const { publicKey } = memoryKey('Ed25519');
    const log = noteKeyOf('keqin.example/log', noteKeyType.ed25519, publicKey);
    const witness = noteKeyOf('keqin.example/log', noteKeyType.cosignature, publicKey);
    expect(log.id).not.toBe(witness.id);
    expect(parseNoteKey(formatNoteKey(witness))).toEqual(witness);
  });
});

describe('names', () => {
  test.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\u3000b', 'a\nb', 'a\u0001b', '\ud800'])(
    '%j is refused',
    (name) => {
      expect(isKeyName(name)).toBe(false);
      const make = () => noteKeyOf(name, noteKeyType.ed25519, memoryKey('Ed25519').publicKey);
      expect(make).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    },
  );

  test.each(['a', 'example.com/log42', '课勤.example/日志'])('%j is taken', (name) => {
    expect(isKeyName(name)).toBe(true);
  });
});

test('a key of another suite is no note key', () => {
  try {
    noteKeyOf('a', noteKeyType.ed25519, memoryKey('ES256').publicKey);
    expect.fail('it was taken');
  } catch (error) {
    expect(isAppError(error, 'invalid_input')).toBe(true);
  }
});
