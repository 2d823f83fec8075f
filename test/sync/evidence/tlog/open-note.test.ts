import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { memoryKey, type Signer } from '../../../../sync/evidence/keys.ts';
import {
  type NoteKey,
  noteKeyOf,
  noteKeyType,
  parseNoteKey,
} from '../../../../sync/evidence/tlog/note-key.ts';
import { openNote } from '../../../../sync/evidence/tlog/open-note.ts';
import { signNoteText } from '../../../../sync/evidence/tlog/sign-checkpoint.ts';
import { formatNote, signatureLine } from '../../../../sync/evidence/tlog/signed-note.ts';
import vectors from './vectors/notes.json' with { type: 'json' };

const [, peter, enoch] = vectors.notes as [Vector, Vector, Vector, ...Vector[]];
type Vector = (typeof vectors.notes)[number];
const keyOf = (vector: Vector) => parseNoteKey(vector.key) as NoteKey;
const both = `${peter.text}\n${peter.signature}${enoch.signature}`;

describe('the published notes', () => {
  test.each(vectors.notes)('$source', (vector) => {
    const opened = openNote(`${vector.text}\n${vector.signature}`, [keyOf(vector)]);
    expect(opened).toMatchObject({
      ok: true,
      text: vector.text,
      verified: [{ key: { name: keyOf(vector).name } }],
    });
  });

  test('any changed character of the text is noticed', () => {
    for (let at = 0; at < peter.text.length - 1; at += 1) {
      const changed = `${peter.text.slice(0, at)}#${peter.text.slice(at + 1)}`;
      expect(openNote(`${changed}\n${peter.signature}`, [keyOf(peter)])).toEqual({
        ok: false,
        why: 'has a bad signature of PeterNeumann',
      });
    }
  });

  test('signing gives the signature that Go gives', () => {
    const line = signatureLine(signNoteText(peter.text, 'PeterNeumann', signerOfSeed(vectors.signer.seed)));
    expect(line).toBe(peter.signature);
  });
});

describe('known and unknown keys', () => {
  test('unknown signatures are passed over, known ones counted', () => {
    expect(openNote(both, [keyOf(peter)])).toMatchObject({ ok: true, verified: { length: 1 } });
    expect(openNote(both, [keyOf(enoch), keyOf(peter)])).toMatchObject({ ok: true, verified: { length: 2 } });
    expect(openNote(both, [])).toEqual({ ok: false, why: 'is not signed by a trusted key' });
  });

  test('the same name with another id, and the same id with another name, are unknown', () => {
    const sameName = noteKeyOf('PeterNeumann', noteKeyType.ed25519, memoryKey('Ed25519').publicKey);
    expect(openNote(both, [sameName]).ok).toBe(false);
    expect(openNote(both, [{ ...keyOf(peter), name: 'CarmenSandiego' }]).ok).toBe(false);
  });

  test('one bad signature of a known key spoils the note, though another is good', () => {
    const bad = peter.signature.replace('UG', 'UH');
    expect(bad).not.toBe(peter.signature);
    const note = `${peter.text}\n${peter.signature}${bad}`;
    expect(openNote(note, [keyOf(peter)])).toEqual({ ok: false, why: 'has a bad signature of PeterNeumann' });
    expect(openNote(`${peter.text}\n${enoch.signature}${bad}`, [keyOf(enoch)]).ok).toBe(true);
  });

  test('a signature of the right key under the other type of key is bad or unknown', () => {
    const signer = memoryKey('Ed25519');
    const line = signNoteText('a\n', 'a', signer);
    const other = noteKeyOf('a', noteKeyType.cosignature, signer.publicKey);
    const note = formatNote({ text: 'a\n', signatures: [line] });
    expect(openNote(note, [noteKeyOf('a', noteKeyType.ed25519, signer.publicKey)]).ok).toBe(true);
    expect(openNote(note, [other])).toEqual({ ok: false, why: 'is not signed by a trusted key' });
    const renamed = formatNote({ text: 'a\n', signatures: [{ ...line, keyId: other.id }] });
    expect(openNote(renamed, [other])).toEqual({ ok: false, why: 'has a bad signature of a' });
  });
});

function signerOfSeed(seed: string): Signer {
  const der = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.from(seed, 'base64'),
  ]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64url');
  return {
    suite: 'Ed25519',
    publicKey,
    keyId: 'unused',
    sign: (message) => sign(null, message, key).toString('base64url'),
  };
}
