import { describe, expect, test } from 'vitest';
import { memoryKey } from '../../../../sync/evidence/keys.ts';
import { cosign, cosignedAtSeconds, verifyCosignature } from '../../../../sync/evidence/tlog/cosignature.ts';
import {
  type NoteKey,
  noteKeyOf,
  noteKeyType,
  parseNoteKey,
} from '../../../../sync/evidence/tlog/note-key.ts';
import { openNote } from '../../../../sync/evidence/tlog/open-note.ts';
import { type Note, type NoteSignature, parseNote } from '../../../../sync/evidence/tlog/signed-note.ts';
import { flipBit } from './memory-tree.ts';
import vectors from './vectors/notes.json' with { type: 'json' };

const noteOf = (text: string): Note => {
  const read = parseNote(text);
  if (!read.ok) throw new Error(read.why);
  return read.note;
};
const { text } = noteOf(vectors.checkpointExample.note);

describe('published cosignatures', () => {
  test('the example of c2sp.org/tlog-cosignature holds its time', () => {
    const [log, witness] = noteOf(vectors.checkpointExample.note).signatures as [
      NoteSignature,
      NoteSignature,
    ];
    expect(cosignedAtSeconds(witness)).toBe(vectors.checkpointExample.cosignedAtSeconds);
    expect(cosignedAtSeconds(log)).toBeUndefined();
  });

  test('a log and four witnesses of the public network verify, each alone and all together', () => {
    const keys = [vectors.cosigned.logKey, ...vectors.cosigned.witnessKeys].map(
      (key) => parseNoteKey(key) as NoteKey,
    );
    for (const key of keys) expect(openNote(vectors.cosigned.note, [key])).toMatchObject({ ok: true });
    const opened = openNote(vectors.cosigned.note, keys);
    expect(opened.ok && opened.verified.map(({ key }) => key.name)).toEqual(keys.map(({ name }) => name));
    const times = opened.ok
      ? opened.verified.slice(1).map(({ signature }) => cosignedAtSeconds(signature))
      : [];
    expect(times).toEqual(Array(4).fill(vectors.cosigned.cosignedAtSeconds));
  });

  test('they do not verify a checkpoint of another size', () => {
    const changed = vectors.cosigned.note.replace('1432088532', '1432088533');
    for (const text of vectors.cosigned.witnessKeys) {
      const key = parseNoteKey(text) as NoteKey;
      expect(openNote(changed, [key])).toEqual({ ok: false, why: `has a bad signature of ${key.name}` });
    }
  });
});

describe('our own', () => {
  const signer = memoryKey('Ed25519');
  const key = noteKeyOf('witness.example/w1', noteKeyType.cosignature, signer.publicKey);
  const made = cosign(text, 'witness.example/w1', signer, 1_679_315_147);

  test('verifies, and tells its time', () => {
    expect(verifyCosignature(text, made, key)).toBe(true);
    expect(cosignedAtSeconds(made)).toBe(1_679_315_147);
    expect(made.keyId).toBe(key.id);
  });

  test('covers every bit of time and signature, the text, its extensions, and the type of key', () => {
    for (let bit = 0; bit < made.signature.length * 8; bit += 1) {
      const signature = flipBit(made.signature, bit);
      expect(verifyCosignature(text, { ...made, signature }, key)).toBe(false);
    }
    expect(verifyCosignature(`${text}more\n`, made, key)).toBe(false);
    expect(verifyCosignature(text, { ...made, signature: made.signature.subarray(1) }, key)).toBe(false);
    expect(verifyCosignature(text, made, { ...key, type: noteKeyType.ed25519 })).toBe(false);
  });

  test.each<[string, number]>([
    ['a note that is no checkpoint\n', 1],
    [text, -1],
    [text, 1.5],
    [text, 2 ** 53],
  ])('%j at %d s is not cosigned', (badText, atSeconds) => {
    const make = () => cosign(badText, 'w', signer, atSeconds);
    expect(make).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});
